/**
 * One counter's own count. A tap counts here at once and is kept here at once; the desk hears of it every half second,
 * as the count so far, so that a lost or repeated message changes nothing.
 */
import { type ComputedRef, computed, onBeforeUnmount, watch } from "vue";
import { mark, unconfirmed } from "./marks";
import { own } from "./own";
import { sheet } from "./seat";

const TELL_MS = 500;
const MOST = 9999;

interface Tally {
  readonly count: number;
  readonly failures: number;
  /** Whether the desk was told any of it. */
  readonly told: boolean;
}

export interface Counter {
  readonly count: ComputedRef<number>;
  readonly failures: ComputedRef<number>;
  readonly add: (step: number) => void;
  readonly fail: (step: number) => void;
  readonly handIn: () => void;
}

export function counter(sheetId: string, place: number): Counter {
  const kept = own<Tally | null>(`${sheetId}:${place}:count`, null);
  const stored = computed(() => (sheet.value?.id === sheetId ? sheet.value.sheet : undefined));
  const known = computed<Tally>(() => ({ count: stored.value?.counts[place - 1] ?? 0, failures: stored.value?.failures ?? 0, told: true }));
  const tally = computed(() => kept.value ?? known.value);
  const onItsWay = computed(() => unconfirmed.value.some(({ mark: made }) => made.kind === "counted" && made.by === place));
  let timer = 0;

  // The desk has nothing of what it was told: the performance is done once more, from zero.
  watch([stored, onItsWay], () => {
    if (kept.value?.told && !onItsWay.value && stored.value?.counts[place - 1] === null) kept.value = null;
  });

  function tell(): void {
    clearTimeout(timer);
    timer = 0;
    const { count, failures } = tally.value;
    kept.value = { count, failures, told: true };
    void mark({ kind: "counted", by: place, count, failures });
  }

  function change(count: number, failures: number): void {
    kept.value = { count: within(count), failures: within(failures), told: tally.value.told && kept.value !== null };
    timer ||= window.setTimeout(tell, TELL_MS);
  }

  onBeforeUnmount(() => timer && tell());

  return {
    count: computed(() => tally.value.count),
    failures: computed(() => tally.value.failures),
    add: (step) => change(tally.value.count + step, tally.value.failures),
    fail: (step) => change(tally.value.count, tally.value.failures + step),
    handIn: () => {
      tell();
      void mark({ kind: "handed_in", by: place });
    },
  };
}

const within = (count: number): number => Math.min(MOST, Math.max(0, count));
