/** A ballot's revision in the one form that tablet and desk hash: as shared/rules/judged/chain.py writes it. */
import type { Revision } from "./model";
import { sha256 } from "./sha256";

type Content = Pick<Revision, "ballot" | "revision" | "seat" | "performance" | "version" | "marks" | "nonce">;

/** JSON, keys in order, no spaces. Written by hand: an object would put keys that look like numbers first. */
export function content(given: Content): string {
  const marks = Object.keys(given.marks).sort(byCodePoint).map((key) => `${text(key)}:${text(given.marks[key] as string)}`);
  const fields = [
    `"ballot":${text(given.ballot)}`,
    `"marks":{${marks.join(",")}}`,
    `"nonce":${text(given.nonce)}`,
    `"performance":${text(given.performance)}`,
    `"revision":${given.revision}`,
    `"rule_set_version":${given.version}`,
    `"seat":${text(given.seat)}`,
  ];
  return `{${fields.join(",")}}`;
}

/** SHA-256, 64 hexadecimal digits. Without HTTPS a browser has no crypto.subtle; the sum is the same. */
export async function contentHash(given: Content): Promise<string> {
  const bytes = new TextEncoder().encode(content(given));
  const sum = globalThis.crypto?.subtle ? new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)) : sha256(bytes);
  return hex(sum);
}

/** What keeps the marks from being guessed from the hash, which is told at once: 32 hexadecimal digits of chance. */
export const newNonce = (): string => hex(crypto.getRandomValues(new Uint8Array(16)));

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const text = (value: string): string => JSON.stringify(value);

function byCodePoint(one: string, two: string): number {
  const [left, right] = [[...one], [...two]];
  const apart = left.findIndex((each, index) => each !== right[index]);
  if (apart < 0) return left.length - right.length;
  return (left[apart]?.codePointAt(0) ?? -1) - (right[apart]?.codePointAt(0) ?? -1);
}
