/**
 * The judge's ballots on this tablet's disk. Knows how to save, not what is sent.
 *
 * A tablet that slept may come back with a dead connection to its store: it is dropped, opened anew, and the work done
 * once more. Where that fails too the judge is asked to load the app again; the marks stand in localStorage meanwhile.
 */
import Dexie, { type Table } from "dexie";
import { ref } from "vue";
import type { Draft, Revision } from "./model";

const PATIENCE_MS = 4000;
const LEAD = "saishi-bench:";

/** The store does not answer, not even opened anew. */
export const broken = ref(false);

class Store extends Dexie {
  declare drafts: Table<Draft, string>;
  declare revisions: Table<Revision, [string, number]>;

  constructor() {
    // Strict: a ballot counts as saved when it is on the disk, not when the browser has heard of it.
    super("saishi-bench", { chromeTransactionDurability: "strict" });
    this.version(1).stores({ drafts: "ballot, seat", revisions: "[ballot+revision], seat" });
  }
}

let store = new Store();

/** Do some work on the store; after a failure once more on a fresh connection. */
export async function kept<T>(work: (store: Store) => PromiseLike<T>): Promise<T> {
  const used = store;
  try {
    return await done(work(used));
  } catch {
    return await anew(work, used);
  }
}

/** Several may fail at once on the same dead connection: the first opens the new one, for all. */
async function anew<T>(work: (store: Store) => PromiseLike<T>, dead: Store): Promise<T> {
  if (store === dead) {
    dead.close();
    store = new Store();
  }
  try {
    return await done(work(store));
  } catch (failure) {
    broken.value = true;
    throw failure;
  }
}

async function done<T>(work: PromiseLike<T>): Promise<T> {
  const made = await inTime(work);
  broken.value = false;
  return made;
}

/** A lost connection may also never answer. */
function inTime<T>(work: PromiseLike<T>): Promise<T> {
  const late = new Promise<never>((_, fail) => setTimeout(() => fail(new Error("the store does not answer")), PATIENCE_MS));
  return Promise.race([Promise.resolve(work), late]);
}

/** A copy at once and without waiting, beside the store. A full disk leaves it out. */
export function mirror(name: string, value: Draft | Revision): void {
  try {
    localStorage.setItem(LEAD + name, JSON.stringify(value));
  } catch {
    // The copy in the store and the one in memory remain.
  }
}

export function unmirror(name: string): void {
  try {
    localStorage.removeItem(LEAD + name);
  } catch {
    // Without storage there is no copy.
  }
}

export function mirrored<T>(kind: string): readonly T[] {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(LEAD + kind));
    return names.map((name) => JSON.parse(localStorage.getItem(name) ?? "null") as T).filter(Boolean);
  } catch {
    return [];
  }
}
