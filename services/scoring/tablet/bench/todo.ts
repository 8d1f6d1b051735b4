/** What is left for this judge to mark, and what comes after the turn at hand. */
import { computed } from "vue";
import { type Place, canMark, places, unfinished, wasGiven } from "./bench";
import { type Contest, type Turn, isOpen } from "./model";

/** Waits for this judge's marks: not given yet, changed and not handed in, or given back to be changed. */
export function isTodo(contest: Contest, turn: Turn): boolean {
  if (!canMark(turn) || !turn.editable) return false;
  if (contest.stage.mode === "turns" && !isOpen(turn)) return false;
  return !wasGiven(turn) || unfinished(turn) || (turn.change?.granted === true && !turn.change.remark);
}

/** Picks are made on one page, all at once: none of them is next. */
export const todo = computed(() => places.value.filter(({ contest, turn }) => contest.stage.picks === null && isTodo(contest, turn)));

/** The next of the same contest, else the first that is left anywhere. */
export function nextTodo(contest: Contest, turn: Turn): Place | undefined {
  const others = todo.value.filter((each) => each.turn.ballot_id !== turn.ballot_id);
  const same = others.filter((each) => each.contest.id === contest.id && each.contest.stage.key === contest.stage.key);
  return same.find((each) => each.turn.order_no > turn.order_no) ?? same[0] ?? others[0];
}

/** Something of it can be marked or is on stage now. */
export const isActive = (contest: Contest): boolean => contest.turns.some((turn) => isOpen(turn) || (turn.editable && canMark(turn)));

/** On stage now, and not for this judge. */
export const recusedNow = computed(() =>
  places.value.find(({ contest, turn }) => contest.stage.mode === "turns" && turn.recused !== null && isOpen(turn)),
);
