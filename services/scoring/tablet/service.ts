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
  const before = served(sheet);
  const right_players: readonly [number, number] = server === 1 ? players : [players[1], players[0]];
  switch (pad.service) {
    case "courts":
      return { ...serving, service_court: "right", right_players, rotation: sheet.rotation };
    case "rotation":
      return { ...before, serving: server, first_server: server, server_player: 0, receiver_player: 0, rotation: atRest(regulation) };
    case "turns":
      return { ...before, ...serving };
    default:
      return nobody(sheet);
  }
}

/** The service after a rally that did not end the game. */
export function nextService(pad: Pad, regulation: Regulation, sheet: Sheet, winner: Side, points: Points, rule: GameRule, ends: boolean): Serving {
  const earlier = sheet.games[sheet.games.length - 1] ?? points;
  switch (pad.service) {
    case "courts":
      return fromCourts(regulation, sheet, winner, points);
    case "turns":
      return inTurns(regulation, sheet, points, earlier, rule, ends);
    case "rotation":
      return rotating(sheet, winner);
    default:
      return nobody(sheet);
  }
}

/** The service of the next game, as it stands until the umpire sets players. */
export function serviceOfNextGame(pad: Pad, regulation: Regulation, sheet: Sheet, winner: Side): Serving {
  const before = served(sheet);
  const first = sheet.first_server && other(sheet.first_server);
  switch (pad.service) {
    case "courts": {
      const right = sheet.right_players;
      return { ...before, serving: winner, first_server: winner, server_player: of(right, winner), receiver_player: of(right, other(winner)), service_court: "right" };
    }
    case "turns":
      return { ...before, serving: first, first_server: first, ...playersOfNextGame(regulation, sheet, first) };
    case "rotation": {
      const rotation = atRest(regulation);
      return { ...before, serving: first, first_server: first, rotation, ...(first ? { server_player: 0, receiver_player: 0 } : {}) };
    }
    default:
      return nobody(sheet);
  }
}

/** In doubles the first receiver of a game is who served to its first server in the game before. */
function playersOfNextGame(regulation: Regulation, sheet: Sheet, first: Side | null): Pick<Serving, "server_player" | "receiver_player"> {
  const [server, receiver] = [sheet.server_player, sheet.receiver_player];
  if (regulation.discipline !== "doubles") return { server_player: server, receiver_player: receiver };
  if (first !== sheet.serving) return { server_player: receiver, receiver_player: server };
  return { server_player: 1 - server, receiver_player: receiver };
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

function inTurns(regulation: Regulation, sheet: Sheet, points: Points, earlier: Points, rule: GameRule, ends: boolean): Serving {
  const before = served(sheet);
  const first = sheet.first_server;
  if (!first) return before;
  const over = turns(points, rule);
  const serving = over % 2 === 0 ? first : other(first);
  if (regulation.discipline !== "doubles") return { ...before, serving };
  const changed = over !== turns(earlier, rule);
  const server_player = changed ? before.receiver_player : before.server_player;
  const receiver_player = changed ? 1 - before.server_player : before.receiver_player;
  return { ...before, serving, server_player, receiver_player: ends ? 1 - receiver_player : receiver_player };
}

/** How many turns of service are over: two points each, one each once both are a point from the target. */
function turns(points: Points, rule: GameRule): number {
  const total = points[0] + points[1];
  const long = rule.target - 1;
  if (Math.min(...points) < long) return Math.floor(total / POINTS_A_TURN);
  return Math.floor((2 * long) / POINTS_A_TURN) + total - 2 * long;
}

/** A side that wins the service rotates one place and serves with whom that brings to position 1. */
function rotating(sheet: Sheet, winner: Side): Serving {
  const before = served(sheet);
  const order = of(sheet.rotation, winner);
  const turned = sheet.serving === null || winner === sheet.serving ? order : [...order.slice(1), ...order.slice(0, 1)];
  return {
    ...before,
    serving: winner,
    rotation: winner === 1 ? [turned, sheet.rotation[1]] : [sheet.rotation[0], turned],
    server_player: turned[0] ?? 0,
    receiver_player: 0,
    service_court: null,
  };
}

function atRest(regulation: Regulation): readonly [readonly number[], readonly number[]] {
  const order = Array.from({ length: regulation.players ?? ON_COURT }, (_, index) => index);
  return [order, order];
}

const nobody = (sheet: Sheet): Serving => ({
  ...served(sheet),
  serving: null,
  first_server: null,
  server_player: 0,
  receiver_player: 0,
});

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
