/** Who serves next, by the three ways service goes: winner from its court, in turns, rotating teams. */
import { type GameRule, type Pad, type Points, type Regulation, type Sheet, type Side, of, other } from "./model";

export interface Serving {
  readonly serving: Side | null;
  readonly server_player: number;
  readonly receiver_player: number;
  readonly service_court: "right" | "left" | null;
  readonly right_players: readonly [number, number];
  readonly rotation: readonly [readonly number[], readonly number[]];
  readonly first_server: Side | null;
}

const POINTS_A_TURN = 2;
const ON_COURT = 6;

/** The first service of a game: of the match as the umpire says, of a later game as the rules say. */
export function firstService(pad: Pad, regulation: Regulation, sheet: Sheet, server: Side, players: readonly [number, number]): Serving {
  const serving = { serving: server, first_server: server, server_player: players[0], receiver_player: players[1] };
  const right_players: readonly [number, number] = server === 1 ? players : [players[1], players[0]];
  switch (pad.service) {
    case "courts":
      return { ...serving, service_court: "right", right_players, rotation: sheet.rotation };
    case "rotation": {
      const order = Array.from({ length: regulation.players ?? ON_COURT }, (_, index) => index);
      return { ...serving, server_player: 0, receiver_player: 0, service_court: null, right_players: [0, 0], rotation: [order, order] };
    }
    default:
      return { ...serving, service_court: null, right_players: [0, 0], rotation: sheet.rotation };
  }
}

/** The service after a rally that did not end the game. */
export function nextService(pad: Pad, regulation: Regulation, sheet: Sheet, winner: Side, points: Points, rule: GameRule, ends: boolean): Serving {
  switch (pad.service) {
    case "courts":
      return fromCourts(regulation, sheet, winner, points);
    case "turns":
      return inTurns(regulation, sheet, points, rule, ends);
    case "rotation":
      return rotating(sheet, winner);
    default:
      return { ...served(sheet) };
  }
}

/** The service of the next game, as it stands until the umpire sets players. */
export function serviceOfNextGame(pad: Pad, regulation: Regulation, sheet: Sheet, winner: Side): Serving {
  if (pad.service === "courts") {
    const right = sheet.right_players;
    const players = [of(right, winner), of(right, other(winner))] as const;
    return { ...firstService(pad, regulation, sheet, winner, players), right_players: right };
  }
  if (!sheet.first_server) return served(sheet);
  return firstService(pad, regulation, sheet, other(sheet.first_server), [0, 0]);
}

function fromCourts(regulation: Regulation, sheet: Sheet, winner: Side, points: Points): Serving {
  const doubles = regulation.discipline === "doubles";
  const scored = of(points, winner);
  const right = doubles && winner === sheet.serving ? swapped(sheet.right_players, winner) : sheet.right_players;
  const odd = doubles ? scored & 1 : 0;
  return {
    ...served(sheet),
    serving: winner,
    right_players: right,
    server_player: of(right, winner) ^ odd,
    receiver_player: of(right, other(winner)) ^ odd,
    service_court: scored & 1 ? "left" : "right",
  };
}

function inTurns(regulation: Regulation, sheet: Sheet, points: Points, rule: GameRule, ends: boolean): Serving {
  const before = served(sheet);
  const total = points[0] + points[1];
  const changes = turns(total, rule) !== turns(total - 1, rule);
  const doubles = regulation.discipline === "doubles";
  const pair = doubles ? { server_player: before.receiver_player, receiver_player: 1 - before.server_player } : {};
  const next = changes && sheet.serving ? { ...before, ...pair, serving: other(sheet.serving) } : before;
  return ends && doubles ? { ...next, receiver_player: 1 - next.receiver_player } : next;
}

/** How many turns of service are over: two points each, one each once both are a point from the target. */
function turns(total: number, rule: GameRule): number {
  const even = 2 * (rule.target - 1);
  return total < even ? Math.floor(total / POINTS_A_TURN) : Math.floor(even / POINTS_A_TURN) + total - even;
}

/** A side that wins the service rotates one place and serves with whom that brings to position 1. */
function rotating(sheet: Sheet, winner: Side): Serving {
  const before = served(sheet);
  const order = of(sheet.rotation, winner);
  if (winner === sheet.serving) return before;
  const turned = [...order.slice(1), ...order.slice(0, 1)];
  return {
    ...before,
    serving: winner,
    rotation: winner === 1 ? [turned, sheet.rotation[1]] : [sheet.rotation[0], turned],
    server_player: turned[0] ?? 0,
    receiver_player: 0,
  };
}

const served = (sheet: Sheet): Serving => ({
  serving: sheet.serving,
  server_player: sheet.server_player,
  receiver_player: sheet.receiver_player,
  service_court: sheet.service_court,
  right_players: sheet.right_players,
  rotation: sheet.rotation,
  first_server: sheet.first_server,
});

const swapped = (right: readonly [number, number], side: Side): readonly [number, number] =>
  side === 1 ? [1 - right[0], right[1]] : [right[0], 1 - right[1]];
