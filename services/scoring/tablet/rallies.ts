/** What the marks of a match in games do to a sheet: points, service, ends, rests and time-outs. */
import { type GameRule, type Mark, type Outcome, type Pad, type Points, type Regulation, type Sheet, type Side, ending, of, other } from "./model";

type Of<Kind extends Mark["kind"]> = Extract<Mark, { kind: Kind }>;

export function start(_pad: Pad, _regulation: Regulation, sheet: Sheet, mark: Of<"start">): Sheet {
  const pair = [mark.serving_player, mark.receiving_player] as const;
  return {
    ...calm(sheet),
    games: sheet.games.length ? sheet.games : [[0, 0]],
    left: mark.left,
    serving: mark.server,
    server_player: mark.serving_player,
    receiver_player: mark.receiving_player,
    service_court: "right",
    right_players: mark.server === 1 ? pair : [pair[1], pair[0]],
  };
}

export function rally(_pad: Pad, regulation: Regulation, sheet: Sheet, side: Side): Sheet {
  const last = sheet.games[sheet.games.length - 1];
  if (!last || sheet.finished) return sheet;
  const points: Points = side === 1 ? [last[0] + 1, last[1]] : [last[0], last[1] + 1];
  const games = [...sheet.games.slice(0, -1), points];
  const [scored, less] = [of(points, side), of(points, other(side))];
  if (won(ruleOf(regulation, games.length), scored, less)) return gameWon(regulation, sheet, side, games);
  const doubles = regulation.discipline === "doubles";
  const right = doubles && side === sheet.serving ? swapped(sheet.right_players, side) : sheet.right_players;
  const odd = doubles ? scored & 1 : 0;
  const ends = scored === regulation.change_ends_at && less < scored && games.length === regulation.best_of;
  const rest = scored === regulation.interval_at && less < scored;
  return {
    ...calm(sheet),
    games,
    serving: side,
    right_players: right,
    server_player: of(right, side) ^ odd,
    receiver_player: of(right, other(side)) ^ odd,
    service_court: scored & 1 ? "left" : "right",
    left: ends && sheet.left ? other(sheet.left) : sheet.left,
    change_ends: ends,
    interval: rest,
    interval_seconds: rest ? 60 : 0,
    ...pointsToWin(regulation, games, side),
  };
}

export function game(_pad: Pad, regulation: Regulation, sheet: Sheet, points: Points): Sheet | null {
  if (!sheet.games.length || sheet.finished) return null;
  const side: Side = points[0] > points[1] ? 1 : 2;
  if (!won(ruleOf(regulation, sheet.games.length), of(points, side), of(points, other(side)))) return null;
  return gameWon(regulation, sheet, side, [...sheet.games.slice(0, -1), points]);
}

export function timeOut(sheet: Sheet, side: Side): Sheet {
  const [one, two] = sheet.time_outs;
  return { ...sheet, time_outs: side === 1 ? [one + 1, two] : [one, two + 1] };
}

function gameWon(regulation: Regulation, sheet: Sheet, side: Side, games: readonly Points[]): Sheet {
  const tally = games.filter((game) => of(game, side) > of(game, other(side))).length;
  if (tally > regulation.best_of / 2) {
    return over(sheet, ending("played", side, games));
  }
  return {
    ...calm(sheet),
    games: [...games, [0, 0]],
    serving: side,
    server_player: of(sheet.right_players, side),
    receiver_player: of(sheet.right_players, other(side)),
    service_court: "right",
    left: sheet.left && other(sheet.left),
    change_ends: true,
    interval: true,
    interval_seconds: 120,
  };
}

function pointsToWin(regulation: Regulation, games: readonly Points[], server: Side): Partial<Sheet> {
  const rule = ruleOf(regulation, games.length);
  const now = games[games.length - 1] as Points;
  const winning = ([server, other(server)] as const).filter((side) => won(rule, of(now, side) + 1, of(now, other(side))));
  const gamesOf = (side: Side) => games.slice(0, -1).filter((each) => of(each, side) > of(each, other(side))).length;
  const match = winning.find((side) => gamesOf(side) + 1 > regulation.best_of / 2);
  return { game_point: winning[0] ?? null, match_point: match ?? null };
}

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

const swapped = (right: readonly [number, number], side: Side): readonly [number, number] =>
  side === 1 ? [1 - right[0], right[1]] : [right[0], 1 - right[1]];

const calm = (sheet: Sheet): Sheet => ({
  ...sheet,
  change_ends: false,
  interval: false,
  interval_seconds: 0,
  game_point: null,
  match_point: null,
});
