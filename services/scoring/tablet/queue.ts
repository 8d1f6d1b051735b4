/** The marks that are on this tablet and not yet confirmed by the desk. They outlive a reload and a flat battery. */
import Dexie, { type Table } from "dexie";
import { shallowRef } from "vue";
import type { Mark } from "./model";

export interface Waiting {
  /** The order of marks on this tablet. */
  readonly place?: number;
  readonly id: string;
  readonly sheet: string;
  readonly at: string;
  readonly mark: Mark;
}

class Queue extends Dexie {
  declare marks: Table<Waiting, number>;

  constructor() {
    // Strict: a mark counts as saved when it is on the disk, not when the browser has heard of it.
    super("saishi-tablet", { chromeTransactionDurability: "strict" });
    this.version(1).stores({ marks: "++place, &id, sheet" });
  }
}

const queue = new Queue();

/** All of them, in order. */
export const waiting = shallowRef<readonly Waiting[]>([]);

export async function load(): Promise<void> {
  waiting.value = await queue.marks.orderBy("place").toArray();
}

export async function save(sheet: string, mark: Mark): Promise<void> {
  const saved: Waiting = { id: newId(), sheet, at: new Date().toISOString(), mark };
  const place = await queue.marks.add(saved);
  waiting.value = [...waiting.value, { ...saved, place }];
}

/** Take marks out, and `then` in the same breath: in between, a mark would be shown twice or not at all. */
export async function forget(ids: ReadonlySet<string>, then: () => void): Promise<void> {
  await queue.marks.where("id").anyOf([...ids]).delete();
  then();
  waiting.value = waiting.value.filter((each) => !ids.has(each.id));
}

export const holds = (sheet: string): boolean => waiting.value.some((each) => each.sheet === sheet);

/** Ask the browser not to clear this away when it runs short of room. */
export const keep = (): Promise<boolean> | undefined => navigator.storage?.persist?.();

/** Without HTTPS a browser has no randomUUID, but it has random bytes. */
function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
