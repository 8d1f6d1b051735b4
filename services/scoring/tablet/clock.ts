/**
 * A clock that runs on this tablet: down to zero, started and stopped by hand. It is nobody's truth: no mark carries
 * it, so that a stopped tablet stops no match. It goes on over a reload.
 */
import { type ComputedRef, computed, onBeforeUnmount, ref } from "vue";
import { own } from "./own";

interface Kept {
  /** Which stretch of time it measures; another one starts anew. */
  readonly span: string;
  readonly left: number;
  /** When it was started, on the tablet's own clock; 0 while it stands. */
  readonly since: number;
}

export interface Running {
  readonly left: ComputedRef<number>;
  readonly running: ComputedRef<boolean>;
  readonly toggle: () => void;
  readonly add: (seconds: number) => void;
  readonly reset: () => void;
}

const TICK_MS = 100;

/** `span` names the stretch, `length` says how many seconds it has; both may change while it is shown. */
export function clock(sheet: string, span: () => string, length: () => number): Running {
  const kept = own<Kept>(`${sheet}:clock`, { span: "", left: 0, since: 0 });
  const now = ref(Date.now());
  const timer = window.setInterval(() => (now.value = Date.now()), TICK_MS);
  onBeforeUnmount(() => clearInterval(timer));

  const present = computed<Kept>(() => (kept.value.span === span() ? kept.value : { span: span(), left: length(), since: 0 }));
  const left = computed(() => {
    const { left: rest, since } = present.value;
    return Math.max(0, since ? rest - (Math.max(now.value, since) - since) / 1000 : rest);
  });
  const running = computed(() => present.value.since > 0 && left.value > 0);
  const set = (rest: number, since: number): void => void (kept.value = { span: span(), left: Math.max(0, rest), since });

  return {
    left,
    running,
    toggle: () => {
      now.value = Date.now();
      if (running.value) set(left.value, 0);
      else if (left.value > 0) set(left.value, now.value);
    },
    add: (seconds) => set(Math.round(left.value + seconds), running.value ? (now.value = Date.now()) : 0),
    reset: () => set(length(), 0),
  };
}

/** Minutes and seconds, in the last minute with tenths. */
export function asTime(seconds: number): string {
  if (seconds < 60) return (Math.floor(seconds * 10) / 10).toFixed(1);
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
