/** Names of sides, players and rounds as the tablet shows them. */
import { type Match, type Side, of } from "./model";
import { say } from "./words";

export const nameOf = (match: Match, side: Side): string => of(match.sides, side)?.name ?? "–";
export const unitOf = (match: Match, side: Side): string => of(match.sides, side)?.unit ?? "";
export const playersOf = (match: Match, side: Side): readonly string[] =>
  of(match.sides, side)?.members.map((member) => member.name) ?? [];

export function roundOf(match: Match): string {
  const left = match.rounds - match.round;
  if (left === 0) return say("final");
  if (left === 1) return say("semiFinal");
  if (left === 2) return say("quarterFinal");
  return say("round", { round: match.round });
}
