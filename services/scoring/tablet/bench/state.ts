/** A turn in a list: where it stands for this judge, in a few words. */
import { totalOf } from "./adding";
import { canMark, unfinished } from "./bench";
import { marksOf } from "./drafts";
import { type Contest, type Turn, isOpen } from "./model";
import { type Way, handedIn, wayOf } from "./outbox";
import { tell } from "./words";

/** How far what was handed in has come; null where nothing was. */
export function wayOfTurn(turn: Turn): Way | "desk" | null {
  const given = handedIn(turn);
  if (given && given.revision >= (turn.mine?.revision ?? 0)) return wayOf(given);
  return turn.mine ? "desk" : null;
}

export function stateOf(contest: Contest, turn: Turn): string {
  if (turn.recused !== null) return tell("stateRecused");
  if (turn.change?.granted && turn.editable) return tell("stateGranted");
  const marks = marksOf(turn);
  if (unfinished(turn) && Object.values(marks).some(Boolean)) return tell("stateDraft", { total: totalOf(contest.stage, marks) });
  if (wayOfTurn(turn)) return tell("stateGiven", { total: givenTotal(contest, turn) });
  if (canMark(turn) && turn.editable) return tell(isOpen(turn) ? "stateOpen" : "stateNone");
  return tell(turn.status === "waiting" ? "stateWaiting" : "stateClosed");
}

const givenTotal = (contest: Contest, turn: Turn): string =>
  totalOf(contest.stage, handedIn(turn)?.marks ?? turn.mine?.marks ?? {});
