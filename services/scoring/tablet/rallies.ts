/** What the marks of a match in games do to a sheet: points, service, ends, rests and time-outs. */
import { type GameRule, type Mark, type Outcome, type Pad, type Points, type Regulation, type Sheet, type Side, ending, of, other } from "./model";
import { firstService, nextService, serviceOfNextGame } from "./service";

type Of<Kind extends Mark["kind"]> = Extract<Mark, { kind: Kind }>;

export function start(pad: Pad, regulation: Regulation, sheet: Sheet, mark: Of<"start">): Sheet {
  const begun = { ...calm(sheet), games: sheet.games.length ? sheet.games : ([[0, 0]] as const), left: mark.left };
  if (pad.kind === "clock") return { ...begun, period: Math.max(1, sheet.period) };
  return { ...begun, ...firstService(pad, regulation, sheet, mark.server, [mark.serving_player, mark.receiving_player]) };
}

export function rally(pad: Pad, regulation: Regulation, sheet: Sheet, side: Side): Sheet {
  const last = sheet.games[sheet.games.length - 1];
  if (!last || sheet.finished) return sheet;
  const points: Points = side === 1 ? [last[0] + 1, last[1]] : [last[0], last[1] + 1];
  const games = [...sheet.games.slice(0, -1), points];
  const [scored, less] = [of(points, side), of(points, other(side))];
  const rule = ruleOf(regulation, games.length);
  if (won(rule, scored, less)) return gameWon(pad, regulation, sheet, side, games);
  const ends = scored === regulation.change_ends_at && less < scored && games.length === regulation.best_of;
  const rest = scored === regulation.interval_at && less < scored;
  const service = nextService(pad, regulation, sheet, side, points, rule, ends);
  return {
    ...calm(sheet),
    ...service,
    games,
    left: ends && sheet.left ? other(sheet.left) : sheet.left,
    change_ends: ends,
    interval: rest,
    interval_seconds: rest ? pad.rests[0] : 0,
    ...pointsToWin(regulation, games, service.serving ?? side),
  };
}

export function game(pad: Pad, regulation: Regulation, sheet: Sheet, points: Points): Sheet | null {
  if (sheet.finished) return null;
  const side: Side = points[0] > points[1] ? 1 : 2;
  const games = [...sheet.games.slice(0, -1), points];
  if (!won(ruleOf(regulation, games.length), of(points, side), of(points, other(side)))) return null;
  return gameWon(pad, regulation, sheet, side, games);
}

export function timeOut(sheet: Sheet, side: Side): Sheet {
  const [one, two] = sheet.time_outs;
  return { ...sheet, time_outs: side === 1 ? [one + 1, two] : [one, two + 1] };
}

function gameWon(pad: Pad, regulation: Regulation, sheet: Sheet, side: Side, games: readonly Points[]): Sheet {
  const [mine, theirs] = [wonBy(games, side), wonBy(games, other(side))];
  const decided = regulation.all_games ? mine + theirs === regulation.best_of : mine > regulation.best_of / 2;
  if (decided) return over(sheet, ending("played", mine > theirs ? side : other(side), games));
  return {
    ...calm(sheet),
    ...serviceOfNextGame(pad, regulation, sheet, side),
    games: [...games, [0, 0]],
    left: sheet.left && other(sheet.left),
    time_outs: pad.time_outs_per === "game" ? [0, 0] : sheet.time_outs,
    change_ends: true,
    interval: true,
    interval_seconds: pad.rests[1],
  };
}

function pointsToWin(regulation: Regulation, games: readonly Points[], server: Side): Partial<Sheet> {
  const rule = ruleOf(regulation, games.length);
  const now = games[games.length - 1] as Points;
  const winning = ([server, other(server)] as const).filter((side) => won(rule, of(now, side) + 1, of(now, other(side))));
  const match = winning.find((side) => wonBy(games.slice(0, -1), side) === Math.floor(regulation.best_of / 2));
  return { game_point: winning[0] ?? null, match_point: match ?? null };
}

const wonBy = (games: readonly Points[], side: Side): number =>
  games.filter((each) => of(each, side) > of(each, other(side))).length;

/** The match has its outcome; nobody serves any more. */
export const over = (sheet: Sheet, outcome: Outcome): Sheet => ({
  ...calm(sheet),
  games: outcome.games,
  finished: true,
  serving: null,
  server_player: 0,
  receiver_player: 0,
  service_court: null,
  right_players: [0, 0],
  outcome,
});

const won = (rule: GameRule, more: number, less: number): boolean =>
  more >= rule.target && (more - less >= rule.lead || more === rule.cap);

const ruleOf = (regulation: Regulation, number: number): GameRule =>
  (number === regulation.best_of && regulation.decider) || regulation.game || NEVER;

/** A regulation without games ends none. */
const NEVER: GameRule = { target: Infinity, lead: 1, cap: null };

const calm = (sheet: Sheet): Sheet => ({
  ...sheet,
  change_ends: false,
  interval: false,
  interval_seconds: 0,
  game_point: null,
  match_point: null,
});
