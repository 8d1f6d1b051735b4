/**
 * What a sheet will very likely say once the desk has the marks that are still on this tablet. Knows how rallies are
 * counted; the desk's answer always replaces what is shown here.
 */
import { type GameRule, type Mark, type Outcome, type Points, type Regulation, type Sheet, type Side, of, other } from "./model";

export interface Prediction {
  readonly sheet: Sheet;
  /** False while a mark is on its way whose effect this tablet cannot tell, such as the undo of a stored mark. */
  readonly known: boolean;
}

export function predict(regulation: Regulation, stored: Sheet, waiting: readonly Mark[]): Prediction {
  const stack: Sheet[] = [stored];
  for (const mark of waiting) {
    const top = stack[stack.length - 1] as Sheet;
    if (mark.kind === "undo") {
      if (stack.length < 2) return { sheet: stored, known: false };
      stack.pop();
    } else {
      stack.push(after(regulation, top, mark));
    }
  }
  return { sheet: stack[stack.length - 1] as Sheet, known: true };
}

function after(regulation: Regulation, sheet: Sheet, mark: Exclude<Mark, { kind: "undo" }>): Sheet {
  if (mark.kind === "rally") return rally(regulation, sheet, mark.side);
  if (mark.kind === "start") {
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
  if (mark.kind === "confirm") return sheet;
  const games = mark.kind === "walkover" ? [] : begun(sheet.games);
  return over(sheet, { kind: mark.kind, winner: other(mark.loser), games, reason: mark.reason });
}

function rally(regulation: Regulation, sheet: Sheet, side: Side): Sheet {
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

function gameWon(regulation: Regulation, sheet: Sheet, side: Side, games: readonly Points[]): Sheet {
  const tally = games.filter((game) => of(game, side) > of(game, other(side))).length;
  if (tally > regulation.best_of / 2) {
    return over(sheet, { kind: "played", winner: side, games, reason: "" });
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
  const gamesOf = (side: Side) => games.slice(0, -1).filter((game) => of(game, side) > of(game, other(side))).length;
  const match = winning.find((side) => gamesOf(side) + 1 > regulation.best_of / 2);
  return { game_point: winning[0] ?? null, match_point: match ?? null };
}

const over = (sheet: Sheet, outcome: Outcome): Sheet => ({
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

const ruleOf = (regulation: Regulation, game: number): GameRule =>
  game === regulation.best_of && regulation.decider ? regulation.decider : regulation.game;

const begun = (games: readonly Points[]): readonly Points[] => games.filter(([one, two]) => one + two > 0);

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
