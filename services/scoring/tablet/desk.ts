/** Asks the desk over HTTP. An answer that is not the desk's own (a login page of the wifi, a gateway) is no answer. */
import { language } from "./words";

export interface Refusal {
  readonly code: string;
  readonly sentence: string;
  readonly status: number;
  readonly details?: { readonly sheet?: unknown } | null;
}

export type Answer<T> =
  | { readonly kind: "done"; readonly body: T }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "away" };

const AWAY = { kind: "away" } as const;
export const PATIENCE_MS = 8000;

/** Ask for `path` below /scoring; with a body it is posted. */
export async function ask<T>(path: string, body?: unknown): Promise<Answer<T>> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetch(`/scoring${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json", "Accept-Language": language.value },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: "no-store",
      credentials: "same-origin",
      signal: patience.signal,
    });
    return await read<T>(response);
  } catch {
    return AWAY;
  } finally {
    clearTimeout(timer);
  }
}

async function read<T>(response: Response): Promise<Answer<T>> {
  if (response.redirected || !response.headers.get("Content-Type")?.startsWith("application/json")) return AWAY;
  const body: unknown = await response.json();
  if (typeof body !== "object" || body === null) return AWAY;
  if (response.ok) return { kind: "done", body: body as T };
  const refusal = body as Refusal;
  return typeof refusal.code === "string" && response.status < 500 ? { kind: "refused", refusal } : AWAY;
}
