/**
 * One counter's own count. A tap counts here at once and is kept here at once; the desk hears of it every half second,
 * as the count so far, so that a lost or repeated message changes nothing.
 */
import { type ComputedRef, computed, onBeforeUnmount } from "vue";
import { mark } from "./marks";
import type { Sheet } from "./model";
import { own } from "./own";

const TELL_MS = 500;
const MOST = 9999;

interface Tally {
  /** Which attempt on this sheet: a new one begins at zero. */
  readonly attempt: number;
  readonly count: number;
  readonly failures: number;
}

export interface Counter {
  readonly count: ComputedRef<number>;
  readonly failures: ComputedRef<number>;
  readonly add: (step: number) => void;
  readonly fail: (step: number) => void;
  readonly handIn: () => void;
}

export function counter(sheetId: string, place: number, attempt: () => number, now: () => Sheet | undefined): Counter {
  const kept = own<Tally>(`${sheetId}:${place}:count`, { attempt: -1, count: 0, failures: 0 });
  let timer = 0;
  const known = (): Tally => {
    const count = now()?.counts[place - 1] ?? 0;
    return { attempt: attempt(), count, failures: now()?.failures ?? 0 };
  };
  const tally = computed<Tally>(() => (kept.value.attempt === attempt() ? kept.value : known()));

  function tell(): void {
    timer = 0;
    const { count, failures } = tally.value;
    void mark({ kind: "counted", by: place, count, failures });
  }

  function change(count: number, failures: number): void {
    kept.value = { attempt: attempt(), count: within(count), failures: within(failures) };
    timer ||= window.setTimeout(tell, TELL_MS);
  }

  onBeforeUnmount(() => {
    if (!timer) return;
    clearTimeout(timer);
    tell();
  });

  return {
    count: computed(() => tally.value.count),
    failures: computed(() => tally.value.failures),
    add: (step) => change(tally.value.count + step, tally.value.failures),
    fail: (step) => change(tally.value.count, tally.value.failures + step),
    handIn: () => {
      clearTimeout(timer);
      tell();
      void mark({ kind: "handed_in", by: place });
    },
  };
}

const within = (count: number): number => Math.min(MOST, Math.max(0, count));
