/** What the tablet and the desk say to one another, as services/scoring says it. Values only. */
export type Side = 1 | 2;
export type Points = readonly [number, number];
export type OutcomeKind = "played" | "walkover" | "retired" | "disqualified" | "void";

export interface Outcome {
  readonly kind: OutcomeKind;
  readonly winner: Side | null;
  readonly games: readonly Points[];
  readonly reason: string;
}

export interface GameRule {
  readonly target: number;
  readonly lead: number;
  readonly cap: number | null;
}

export interface Regulation {
  readonly sport: string;
  readonly discipline: "singles" | "doubles";
  readonly best_of: number;
  readonly game: GameRule;
  readonly decider: GameRule | null;
  readonly change_ends_at: number | null;
  readonly interval_at: number | null;
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
}

export interface Sheet {
  readonly games: readonly Points[];
  readonly finished: boolean;
  readonly closed: boolean;
  readonly left: Side | null;
  readonly serving: Side | null;
  readonly server_player: number;
  readonly receiver_player: number;
  readonly service_court: "right" | "left" | null;
  readonly right_players: readonly [number, number];
  readonly change_ends: boolean;
  readonly interval: boolean;
  readonly interval_seconds: number;
  readonly game_point: Side | null;
  readonly match_point: Side | null;
  readonly outcome: Outcome | null;
  readonly count: number;
}

export interface SheetView {
  readonly id: string;
  readonly match_id: string;
  readonly revision: number;
  readonly status: "open" | "closed" | "void";
  readonly match: Match;
  readonly sheet: Sheet;
}

export interface SeatView {
  readonly seat: { readonly id: string; readonly revoked?: string | null };
  readonly court: { readonly id: string; readonly name: string };
  readonly event: { readonly id: string; readonly name: string };
  readonly sheet: SheetView | null;
}

export type Mark =
  | { readonly kind: "start"; readonly left: Side; readonly server: Side; readonly serving_player: number; readonly receiving_player: number }
  | { readonly kind: "rally"; readonly side: Side }
  | { readonly kind: "undo" }
  | { readonly kind: "walkover" | "retired" | "disqualified"; readonly loser: Side; readonly reason: string }
  | { readonly kind: "confirm" };

export interface Receipt {
  readonly revision: number;
  readonly sheet: SheetView;
  readonly marks: readonly { readonly id: string; readonly ordinal: number }[];
}

export const other = (side: Side): Side => (side === 1 ? 2 : 1);
export const of = <T>(pair: readonly [T, T], side: Side): T => pair[side - 1] as T;
