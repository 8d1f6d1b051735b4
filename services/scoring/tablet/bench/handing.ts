/** Hands one revision to the desk and says what came back. Only a receipt for this very revision is a receipt. */
import { PATIENCE_MS, type Refusal } from "../desk";
import { language } from "../words";
import type { Receipt, Revision } from "./model";

export type Handed =
  | { readonly kind: "receipt"; readonly receipt: Receipt }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  /** Something answered that was not the desk, or not to this: a login page of the wifi, a gateway. */
  | { readonly kind: "strange" }
  | { readonly kind: "away" };

export async function hand(revision: Revision): Promise<Handed> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetch(`/scoring/ballots/${revision.ballot}/revisions/${revision.revision}`, {
      method: "PUT",
      headers: { Accept: "application/json", "Content-Type": "application/json", "Accept-Language": language.value },
      body: JSON.stringify(bodyOf(revision)),
      cache: "no-store",
      credentials: "same-origin",
      signal: patience.signal,
    });
    return await read(response, revision);
  } catch {
    return { kind: "away" };
  } finally {
    clearTimeout(timer);
  }
}

export const bodyOf = (revision: Revision): object => ({
  performance_id: revision.performance,
  rule_set_version: revision.version,
  marks: revision.marks,
  nonce: revision.nonce,
  hash: revision.hash,
  device_at: revision.device_at,
  app_version: revision.app_version,
});

async function read(response: Response, revision: Revision): Promise<Handed> {
  const json = response.headers.get("Content-Type")?.startsWith("application/json");
  const body: unknown = json && !response.redirected ? await response.json().catch(() => null) : null;
  if (typeof body !== "object" || body === null) return { kind: "strange" };
  if (response.ok) return echoes(body as Receipt, revision) ? { kind: "receipt", receipt: body as Receipt } : { kind: "strange" };
  const refusal = body as Refusal;
  const said = typeof refusal.code === "string" && response.status < 500;
  return said ? { kind: "refused", refusal: { ...refusal, status: response.status } } : { kind: "strange" };
}

const echoes = (receipt: Receipt, revision: Revision): boolean =>
  receipt.ballot_id === revision.ballot && receipt.revision === revision.revision && receipt.hash === revision.hash;
