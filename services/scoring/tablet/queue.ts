/** The marks that are on this tablet and not yet confirmed by the desk. They outlive a reload and a flat battery. */
import Dexie, { type Table } from "dexie";
import { shallowRef } from "vue";
import type { Mark } from "./model";

export interface Waiting {
  /** The order of marks on this tablet; missing while the mark is being saved. */
  readonly place?: number;
  readonly id: string;
  readonly sheet: string;
  readonly at: string;
  readonly mark: Mark;
}

class Queue extends Dexie {
  declare marks: Table<Waiting, number>;
  declare refused: Table<Waiting, string>;

  constructor() {
    // Strict: a mark counts as saved when it is on the disk, not when the browser has heard of it.
    super("saishi-tablet", { chromeTransactionDurability: "strict" });
    this.version(1).stores({ marks: "++place, &id, sheet", refused: "id, sheet" });
  }
}

const queue = new Queue();
const UNSAVED = -1;

/** All of them, in order. */
export const waiting = shallowRef<readonly Waiting[]>([]);

/** A browser that keeps nothing has nothing to load; it is told so when it is paired. */
export async function load(): Promise<void> {
  waiting.value = await queue.marks.orderBy("place").toArray().catch(() => []);
}

/** Shown at once, sent once it is saved. A tablet that cannot save (its disk is full) still sends. */
export async function save(sheet: string, mark: Mark): Promise<void> {
  const made: Waiting = { id: newId(), sheet, at: new Date().toISOString(), mark };
  waiting.value = [...waiting.value, made];
  const place = await queue.marks.add({ ...made }).catch(() => UNSAVED);
  waiting.value = waiting.value.map((each) => (each.id === made.id ? { ...each, place } : each));
}

/** Those that may be sent: from the first up to one that is being saved. */
export function saved(): readonly Waiting[] {
  const end = waiting.value.findIndex((each) => each.place === undefined);
  return end < 0 ? waiting.value : waiting.value.slice(0, end);
}

/** Take marks out, and `then` in the same breath: in between, a mark would be shown twice or not at all. */
export async function forget(ids: ReadonlySet<string>, then: () => void): Promise<void> {
  await queue.marks.where("id").anyOf([...ids]).delete();
  then();
  waiting.value = waiting.value.filter((each) => !ids.has(each.id));
}

/** Marks the desk will never take are not thrown away: they stay on the tablet, out of the queue, as evidence. */
export const setAside = (refused: readonly Waiting[]): Promise<unknown> =>
  queue.refused.bulkPut(refused.map((each) => ({ ...each }))).catch(() => UNSAVED);

export const holds = (sheet: string): boolean => waiting.value.some((each) => each.sheet === sheet);

/** Ask the browser not to clear this away when it runs short of room. */
export const keep = (): Promise<boolean> | undefined => navigator.storage?.persist?.();

/** Whether this browser keeps anything: a private window may say yes and throw at the first word written. */
export async function canKeep(): Promise<boolean> {
  try {
    const probe = new Dexie("saishi-probe");
    probe.version(1).stores({ words: "++id" });
    await probe.table("words").add({ word: "kept" });
    await probe.delete();
    return true;
  } catch {
    return false;
  }
}

/** Without HTTPS a browser has no randomUUID, but it has random bytes. */
function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
