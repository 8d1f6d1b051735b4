/** What the marks of a match by the clock do to a sheet: points by period, team and personal fouls, time-outs. */
import { type Clock, type Mark, type Points, type Regulation, type Sheet, type Side, ending, of } from "./model";
import { over } from "./rallies";

type Of<Kind extends Mark["kind"]> = Extract<Mark, { kind: Kind }>;

const plus = (pair: Points, side: Side, more: number): Points => (side === 1 ? [pair[0] + more, pair[1]] : [pair[0], pair[1] + more]);
const total = (games: readonly Points[], side: Side): number => games.reduce((sum, game) => sum + of(game, side), 0);

export function basket(regulation: Regulation, sheet: Sheet, mark: Of<"basket">): Sheet | null {
  const last = sheet.games[sheet.games.length - 1];
  if (!last || sheet.finished || !regulation.clock) return null;
  const games = [...sheet.games.slice(0, -1), plus(last, mark.side, mark.points)];
  return reached(regulation.clock, sheet, games, mark.side) ? won(sheet, games) : { ...sheet, games, change_ends: false };
}

/** Whether these points end the match at once, whatever the clock says. */
function reached(clock: Clock, sheet: Sheet, games: readonly Points[], side: Side): boolean {
  if (sheet.overtime) return clock.overtime_target !== null && of(games[games.length - 1] as Points, side) >= clock.overtime_target;
  return clock.target !== null && total(games, side) >= clock.target;
}

export function foul(regulation: Regulation, sheet: Sheet, mark: Of<"foul">): Sheet | null {
  if (!regulation.clock || sheet.finished) return null;
  const { side, player } = mark;
  const others = sheet.personal.filter(([of, who]) => of !== side || who !== player);
  const had = sheet.personal.find(([of, who]) => of === side && who === player)?.[2] ?? 0;
  const personal = player === null ? sheet.personal : [...others, [side, player, had + 1] as const].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return { ...sheet, fouls: plus(sheet.fouls, side, 1), personal, change_ends: false };
}

export const timeOutOnClock = (sheet: Sheet, side: Side): Sheet => ({
  ...sheet,
  time_outs: plus(sheet.time_outs, side, 1),
  change_ends: false,
});

export function period(regulation: Regulation, sheet: Sheet, points: Points): Sheet | null {
  if (sheet.finished) return null;
  return periodOver(regulation, { ...sheet, games: [...sheet.games.slice(0, -1), points], period: Math.max(1, sheet.period) });
}

export function periodOver(regulation: Regulation, sheet: Sheet): Sheet | null {
  const clock = regulation.clock;
  if (!clock || !sheet.games.length || sheet.finished) return null;
  const level = total(sheet.games, 1) === total(sheet.games, 2);
  if (sheet.period >= clock.periods && !level) return won(sheet, sheet.games);
  const next = sheet.period + 1;
  const overtime = next > clock.periods;
  const half = !overtime && next === Math.floor(clock.periods / 2) + 1;
  return {
    ...sheet,
    games: [...sheet.games, [0, 0]],
    period: next,
    overtime,
    fouls: overtime ? sheet.fouls : [0, 0],
    time_outs: half || overtime ? [0, 0] : sheet.time_outs,
    change_ends: half,
    left: half && sheet.left ? (sheet.left === 1 ? 2 : 1) : sheet.left,
  };
}

function won(sheet: Sheet, games: readonly Points[]): Sheet {
  const winner = total(games, 1) > total(games, 2) ? 1 : 2;
  return over(sheet, ending("played", winner, games));
}
