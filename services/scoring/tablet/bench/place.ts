/** Which screen of the bench is shown, and of whose turn: the desk opens a contestant and the tablet follows. */
import { computed, ref, watch } from "vue";
import { own } from "../own";
import { seat } from "../seat";
import { canMark, placeOf, unfinished, wasGiven } from "./bench";
import { isOpen } from "./model";
import { lastRefused } from "./outbox";

type Screen = "home" | "marks" | "review" | "ballot";

/** Kept over a reload: a judge comes back to where they were. */
const at = own<{ screen: Screen; performance: string }>("bench-place", { screen: "home", performance: "" });
const followed = own<readonly string[]>("bench-followed", []);

/** The contestant the desk has opened while this judge is busy with another. */
export const called = ref("");

export const here = computed(() => (at.value.screen === "home" ? undefined : placeOf(at.value.performance)));

/** What can be shown of where the judge wants to be: a ballot that may not be changed any more is only read. */
export const screen = computed<Screen>(() => {
  if (!here.value) return "home";
  const { screen: wanted } = at.value;
  // What the desk did not take is corrected where it was typed.
  if (wanted === "ballot" && here.value.turn.editable && canMark(here.value.turn) && lastRefused(here.value.turn)) return "marks";
  return wanted !== "ballot" && !canMark(here.value.turn) ? "ballot" : wanted;
});

export function goHome(): void {
  at.value = { screen: "home", performance: "" };
}

/** To a turn: to its marks where they can be given, else to the ballot as it stands. */
export function goTo(performance: string): void {
  if (called.value === performance) called.value = "";
  const found = placeOf(performance);
  const reopened = found?.turn.change?.granted === true;
  const fresh = found && canMark(found.turn) && (!wasGiven(found.turn) || reopened) && (found.turn.editable || unfinished(found.turn));
  at.value = { screen: fresh ? "marks" : "ballot", performance };
}

export const mark = (performance: string): void => void (at.value = { screen: "marks", performance });
export const review = (performance: string): void => void (at.value = { screen: "review", performance });
export const read = (performance: string): void => void (at.value = { screen: "ballot", performance });

/** Those open now, of contests that go one after the other. */
const open = computed(() =>
  (seat.bench?.contests ?? [])
    .filter((contest) => contest.stage.mode === "turns" && contest.current)
    .map((contest) => contest.current as string),
);

export function follow(): void {
  watch(open, () => comeAlong(), { immediate: true });
}

function comeAlong(): void {
  const fresh = open.value.filter((each) => !followed.value.includes(each));
  followed.value = [...open.value];
  const next = fresh[fresh.length - 1];
  if (called.value && !open.value.includes(called.value)) called.value = "";
  if (!next || next === at.value.performance) return;
  if (busy()) called.value = next;
  else goTo(next);
}

/** Marks stand here that were not handed in, of a turn that can still be marked in time. */
function busy(): boolean {
  const turn = here.value?.turn;
  return !!turn && unfinished(turn) && (turn.editable || isOpen(turn));
}
