/** What the desk says to this judge's seat, and the ballots made of it. */
import { computed } from "vue";
import { ask } from "../desk";
import { seat } from "../seat";
import { draftOf, marksOf } from "./drafts";
import { type Contest, type Criterion, type Marks, type Turn, leavesOf } from "./model";
import { handedIn } from "./outbox";
import { legal, outside, tidy } from "./typing";

export const bench = computed(() => seat.bench);
export const revoked = computed(() => seat.bench?.seat.revoked ?? null);

export interface Place {
  readonly contest: Contest;
  readonly turn: Turn;
}

export const places = computed<readonly Place[]>(() =>
  (seat.bench?.contests ?? []).flatMap((contest) => contest.turns.map((turn) => ({ contest, turn }))),
);

export const placeOf = (performance: string): Place | undefined =>
  places.value.find((each) => each.turn.performance_id === performance);

/** Whether marks may be typed. What was handed in here and is not yet known to the desk's view stays as it is. */
export function canMark(turn: Turn): boolean {
  if (revoked.value || turn.recused !== null) return false;
  const given = handedIn(turn);
  if (given && given.revision > (turn.mine?.revision ?? 0)) return false;
  return turn.editable || mayBeLate(turn);
}

/** Closed, or closed for this judge, who gave nothing: it can be handed in, and counts only if both officials say so. */
export const mayBeLate = (turn: Turn): boolean =>
  !turn.editable && (turn.why_not === "closed" || turn.why_not === "absent") && turn.mine === null && !handedIn(turn);

export const wasGiven = (turn: Turn): boolean => turn.mine !== null || !!handedIn(turn);

/** Typed here and not handed in as it stands. */
export function unfinished(turn: Turn): boolean {
  const draft = draftOf(turn);
  if (!draft || !canMark(turn)) return false;
  const given = handedIn(turn)?.marks ?? turn.mine?.marks ?? {};
  return Object.keys(draft.marks).some((key) => draft.marks[key] !== given[key]);
}

export interface Filled {
  readonly key: string;
  readonly text: string;
  readonly rule: Criterion;
  readonly of: Criterion;
  readonly done: boolean;
  /** Outside the advised band, and not yet tapped a second time. */
  readonly asked: boolean;
  readonly outside: boolean;
}

export function filled(contest: Contest, turn: Turn): readonly Filled[] {
  const marks = marksOf(turn);
  const meant = draftOf(turn)?.meant ?? (turn.mine?.marks ?? {});
  return leavesOf(contest.stage).map(({ key, rule, of }) => {
    const text = marks[key] ?? "";
    const beyond = outside(rule, text);
    return { key, text, rule, of, done: legal(rule, tidy(text)), outside: beyond, asked: beyond && meant[key] !== tidy(text) };
  });
}

/** The marks as they are handed in: each a number, nothing of a form that is no more. */
export const handedMarks = (contest: Contest, turn: Turn): Marks =>
  Object.fromEntries(filled(contest, turn).map((each) => [each.key, tidy(each.text)]));

/** The picks of a gallery: works with a one. */
export const picked = (turn: Turn, leaf: string): boolean => marksOf(turn)[leaf] === "1";

export const askForChange = (turn: Turn, reason: string): ReturnType<typeof ask> =>
  ask(`/ballots/${turn.ballot_id}/changes`, { reason });
