/** Names of sides, players, places, games and rounds as the tablet shows them. */
import { type Match, type Pad, type Said, type SheetView, type Side, of } from "./model";
import { type Key, language, say } from "./words";

export const nameOf = (match: Match, side: Side): string => of(match.sides, side)?.name ?? "–";
/** The unit, where the name does not say it already: a team is often named by its unit. */
export function unitOf(match: Match, side: Side): string {
  const { name = "", unit = "" } = of(match.sides, side) ?? {};
  return name === unit ? "" : unit;
}
export const playersOf = (match: Match, side: Side): readonly string[] =>
  of(match.sides, side)?.members.map((member) => member.name) ?? [];

export const inWords = (said: Said): string => said[language.value];

/** What the match is called: by its contest's plan, else by its round. */
export function roundOf(view: SheetView): string {
  const { match, pad } = view;
  if (pad.rubber) return `${say("rubber", { number: match.tie?.rubber ?? 1 })} ${inWords(pad.rubber)}`;
  if (pad.title) return inWords(pad.title);
  const left = match.rounds - match.round;
  if (left === 0) return say("final");
  if (left === 1) return say("semiFinal");
  if (left === 2) return say("quarterFinal");
  return say("round", { round: match.round });
}

const UNITS: readonly string[] = ["game", "set", "quarter", "half", "period", "pull"] satisfies readonly Key[];

/** "Game 2", "Set 2", "Quarter 2", as the sport calls it. */
export const gameOf = (pad: Pad, number: number): string =>
  say((UNITS.includes(pad.unit) ? pad.unit : "game") as Key, { number });

/** Who sits at a place: of a team sum, the counters come member by member. */
export function placeOf(view: SheetView, place: number): string {
  if (view.pad.kind === "judge") return say("judge", { place });
  const counters = view.match.regulation.counting?.counters ?? view.pad.places;
  const counter = say("counter", { place: ((place - 1) % counters) + 1 });
  const members = view.match.regulation.counting?.members ?? 1;
  if (members < 2) return counter;
  const number = Math.floor((place - 1) / counters) + 1;
  const named = playersOf(view.match, 1)[number - 1] ?? say("member", { number });
  return counters > 1 ? `${named} · ${counter}` : named;
}
