/**
 * What a sheet will very likely say once the desk has the marks that are still on this tablet. The desk's answer always
 * replaces what is shown here. Which marks do what lies in rallies.ts, clocked.ts and counted.ts.
 */
import { basket, foul, period, periodOver, timeOutOnClock } from "./clocked";
import { again, counted, falseStart, falseSwitch, fouled, handedIn, judged } from "./counted";
import { type Mark, type Pad, type Points, type Regulation, type Sheet, ending, other } from "./model";
import { game, over, rally, start, timeOut } from "./rallies";

export interface Prediction {
  readonly sheet: Sheet;
  /** False while a mark is on its way whose effect this tablet cannot tell, such as the undo of a stored mark. */
  readonly known: boolean;
}

export function predict(pad: Pad, regulation: Regulation, stored: Sheet, waiting: readonly Mark[]): Prediction {
  const stack: Sheet[] = [stored];
  for (const mark of waiting) {
    const top = stack[stack.length - 1] as Sheet;
    if (mark.kind === "undo") {
      if (stack.length < 2) return { sheet: stored, known: false };
      stack.pop();
    } else {
      const next = after(pad, regulation, top, mark);
      if (!next) return { sheet: top, known: false };
      stack.push(next);
    }
  }
  return { sheet: stack[stack.length - 1] as Sheet, known: true };
}

/** The sheet after one more mark; null where only the desk can tell. */
function after(pad: Pad, regulation: Regulation, sheet: Sheet, mark: Exclude<Mark, { kind: "undo" }>): Sheet | null {
  const clocked = pad.kind === "clock";
  switch (mark.kind) {
    case "start":
      return start(pad, regulation, sheet, mark);
    case "rally":
      return rally(pad, regulation, sheet, mark.side);
    case "game":
      return clocked ? period(regulation, sheet, mark.points) : game(pad, regulation, sheet, mark.points);
    case "time_out":
      return clocked ? timeOutOnClock(sheet, mark.side) : timeOut(sheet, mark.side);
    case "basket":
      return basket(regulation, sheet, mark);
    case "foul":
      return foul(regulation, sheet, mark);
    case "period_over":
      return periodOver(regulation, sheet);
    case "counted":
      return counted(pad, sheet, mark);
    case "judged":
      return judged(pad, sheet, mark);
    case "handed_in":
      return handedIn(pad, sheet, mark.by);
    case "false_start":
      return falseStart(sheet);
    case "false_switch":
      return falseSwitch(sheet);
    case "fouled":
      return fouled(sheet);
    case "again":
      return again(sheet);
    case "confirm":
      return sheet;
    case "walkover":
    case "retired":
    case "disqualified":
      return ended(pad, sheet, mark);
  }
}

function ended(pad: Pad, sheet: Sheet, mark: Extract<Mark, { kind: "walkover" | "retired" | "disqualified" }>): Sheet {
  const solo = pad.kind === "count" || pad.kind === "judge";
  const games = mark.kind === "walkover" ? [] : begun(sheet.games);
  return over(sheet, ending(mark.kind, solo ? null : other(mark.loser), games, mark.reason));
}

/** The games without a last one in which nothing was scored yet. */
function begun(games: readonly Points[]): readonly Points[] {
  const last = games[games.length - 1];
  return last && last[0] + last[1] === 0 ? games.slice(0, -1) : games;
}
