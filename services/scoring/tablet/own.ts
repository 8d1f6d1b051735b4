/** What stays on this tablet and is no mark: a count between two marks, a period's clock, a half-filled ballot. */
import { type Ref, ref, watch } from "vue";

const LEAD = "saishi:";

/** A value kept over a reload, at once and without waiting. A browser without storage keeps it until the reload. */
export function own<T>(name: string, first: T): Ref<T> {
  const kept = ref(read(name) ?? first) as Ref<T>;
  watch(kept, (value) => write(name, value), { deep: true, flush: "sync" });
  return kept;
}

/** What is kept of other sheets is old. */
export function forgetAllBut(sheet: string): void {
  try {
    const old = Object.keys(localStorage).filter((key) => key.startsWith(LEAD) && !key.includes(sheet));
    for (const key of old) localStorage.removeItem(key);
  } catch {
    // Without storage there is nothing to forget.
  }
}

/** How many ballots of a panel's seat wait here for the desk's receipt; their copies are told by name. */
export function ballotsKept(): number {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith("saishi-bench:revision:")).length;
  } catch {
    return 0;
  }
}

function read(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(LEAD + name) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(LEAD + name, JSON.stringify(value));
  } catch {
    // A full disk loses what lies between two marks, never a mark.
  }
}
