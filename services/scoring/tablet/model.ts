/** What the tablet and the desk say to one another, as services/scoring says it. Values only. */
export type Side = 1 | 2;
export type Points = readonly [number, number];
export type OutcomeKind = "played" | "walkover" | "retired" | "disqualified" | "void";
export type FoulKind = "personal" | "technical" | "unsportsmanlike" | "disqualifying";

/** What was achieved without an opponent; numbers as the desk writes them, exact. */
export interface Performance {
  readonly score: string;
  readonly counts: readonly string[];
  readonly deduction: string;
  readonly failures: number;
  readonly recount: boolean;
}

export interface Outcome {
  readonly kind: OutcomeKind;
  readonly winner: Side | null;
  readonly games: readonly Points[];
  readonly reason: string;
  readonly performance: Performance | null;
  readonly rubbers: readonly unknown[];
}

export interface GameRule {
  readonly target: number;
  readonly lead: number;
  readonly cap: number | null;
}

export interface Clock {
  readonly periods: number;
  readonly minutes: number;
  readonly stopped: boolean;
  readonly overtime_minutes: number;
  readonly target: number | null;
  readonly overtime_target: number | null;
  readonly scores: readonly number[];
  readonly foul_limit: number;
  readonly bonus_from: number;
  readonly timeouts: readonly number[];
}

export interface Counting {
  readonly seconds: number;
  readonly counters: number;
  readonly false_start: number;
  readonly false_switches: number;
  readonly foul: number;
  /** Two closest counters further apart than this ask for a recount or a re-jump. */
  readonly within: number | null;
  readonly unit: "jumps" | "passes" | "run";
  readonly members: number;
  readonly tie_break: "shared" | "fewer_failures";
}

export interface Criterion {
  readonly name: string;
  readonly maximum: string;
}

export interface Regulation {
  readonly sport: string;
  readonly discipline: "singles" | "doubles" | "team";
  readonly best_of: number;
  readonly game: GameRule | null;
  readonly decider: GameRule | null;
  readonly change_ends_at: number | null;
  readonly interval_at: number | null;
  readonly clock?: Clock | null;
  readonly counting?: Counting | null;
  readonly exhibition?: { readonly rubric: readonly Criterion[]; readonly judges: number } | null;
  readonly tie?: unknown;
  /** All games are played, also when the match is decided. */
  readonly all_games?: boolean;
  readonly players?: number | null;
}

export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly members: readonly { readonly id: string; readonly name: string }[];
}

export interface Match {
  readonly event_name: string;
  readonly contest_name: string;
  readonly regulation: Regulation;
  readonly number: number;
  readonly round: number;
  readonly rounds: number;
  readonly sides: readonly [Entry | null, Entry | null];
  readonly solo?: boolean;
  readonly tie?: { readonly number: number; readonly rubber: number } | null;
}

export interface Said {
  readonly zh: string;
  readonly en: string;
}

/** Which pad the sport is marked on, and the sport's own words. */
export interface Pad {
  readonly kind: "rally" | "clock" | "count" | "judge";
  readonly service: "courts" | "turns" | "rotation" | "";
  readonly unit: string;
  readonly places: number;
  /** Time-outs a side has; 0 where there are none, or where the clock's rules say it. */
  readonly time_outs: number;
  readonly time_outs_per: "game" | "match";
  /** Seconds of the rest within a game and of the one between games. */
  readonly rests: readonly [number, number];
  /** The items of a rubric, in the reader's language. */
  readonly items: readonly Said[];
  readonly title: Said | null;
  readonly rubber: Said | null;
}

export interface Sheet {
  readonly games: readonly Points[];
  readonly finished: boolean;
  readonly closed: boolean;
  readonly left: Side | null;
  readonly serving: Side | null;
  readonly server_player: number;
  readonly receiver_player: number;
  /** The side that served first in the running game. */
  readonly first_server: Side | null;
  readonly service_court: "right" | "left" | null;
  readonly right_players: readonly [number, number];
  readonly change_ends: boolean;
  readonly interval: boolean;
  readonly interval_seconds: number;
  readonly game_point: Side | null;
  readonly match_point: Side | null;
  readonly outcome: Outcome | null;
  readonly count: number;
  readonly fouls: Points;
  /** Side, player and that player's fouls. */
  readonly personal: readonly (readonly [number, number, number])[];
  readonly time_outs: Points;
  readonly period: number;
  readonly overtime: boolean;
  readonly rotation: readonly [readonly number[], readonly number[]];
  readonly counts: readonly (number | null)[];
  readonly judged: readonly (readonly string[] | null)[];
  readonly handed_in: readonly boolean[];
  readonly false_starts: number;
  readonly false_switches: number;
  readonly fouled: number;
  readonly failures: number;
}

export interface SheetView {
  readonly id: string;
  readonly match_id: string;
  readonly revision: number;
  readonly status: "open" | "closed" | "void";
  readonly pad: Pad;
  readonly match: Match;
  readonly sheet: Sheet;
}

export interface SeatView {
  readonly seat: { readonly id: string; readonly place: number; readonly revoked?: string | null };
  readonly court: { readonly id: string; readonly name: string };
  readonly event: { readonly id: string; readonly name: string };
  readonly sheet: SheetView | null;
}

export type Mark =
  | { readonly kind: "start"; readonly left: Side; readonly server: Side; readonly serving_player: number; readonly receiving_player: number }
  | { readonly kind: "rally"; readonly side: Side }
  | { readonly kind: "game"; readonly points: Points }
  | { readonly kind: "basket"; readonly side: Side; readonly points: number; readonly player: number | null }
  | { readonly kind: "foul"; readonly side: Side; readonly player: number | null; readonly foul: FoulKind }
  | { readonly kind: "time_out"; readonly side: Side }
  | { readonly kind: "period_over" }
  | { readonly kind: "counted"; readonly by: number; readonly count: number; readonly failures: number }
  | { readonly kind: "false_start" | "false_switch"; readonly by: number }
  | { readonly kind: "fouled" }
  | { readonly kind: "judged"; readonly by: number; readonly marks: readonly string[] }
  | { readonly kind: "handed_in"; readonly by: number }
  | { readonly kind: "again" }
  | { readonly kind: "undo" }
  | { readonly kind: "walkover" | "retired" | "disqualified"; readonly loser: Side; readonly reason: string }
  | { readonly kind: "confirm" };

export interface Receipt {
  readonly revision: number;
  readonly sheet: SheetView;
  readonly marks: readonly { readonly id: string; readonly ordinal: number }[];
}

export const ending = (kind: OutcomeKind, winner: Side | null, games: readonly Points[], reason = ""): Outcome => ({
  kind,
  winner,
  games,
  reason,
  performance: null,
  rubbers: [],
});

export const other = (side: Side): Side => (side === 1 ? 2 : 1);
export const of = <T>(pair: readonly [T, T], side: Side): T => pair[side - 1] as T;
