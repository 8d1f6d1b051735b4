/** Ballots of this tablet that did not reach the desk, as a code to scan or a file to carry. */
import { computed } from "vue";
import { allDrafts } from "./drafts";
import { bodyOf } from "./handing";
import { seat } from "../seat";
import type { Draft, Revision } from "./model";
import { handedFor, stranded } from "./outbox";

export interface Unsent {
  readonly order_no: number;
  readonly submitted: boolean;
  /** What the desk needs to store it. */
  readonly ballot: object;
}

/** Handed in and not confirmed; and, where the seat is gone, what was typed and never handed in. */
export const unsent = computed<readonly Unsent[]>(() => [
  ...stranded.value.map(asUnsent),
  ...(seat.bench?.seat.revoked ? allDrafts().filter(isLoose).map(asDraft) : []),
]);

export const fileName = (): string => `saishi-ballots-${seat.bench?.seat.number ?? ""}.json`;
export const asFile = (): Blob => new Blob([JSON.stringify(unsent.value.map((each) => each.ballot), null, 2)], { type: "application/json" });

const asUnsent = (each: Revision): Unsent => ({
  order_no: each.order_no,
  submitted: true,
  ballot: { saishi: "ballot", submitted: true, ballot_id: each.ballot, revision: each.revision, seat_id: each.seat, ...bodyOf(each) },
});

const asDraft = (each: Draft): Unsent => ({
  order_no: each.order_no,
  submitted: false,
  ballot: {
    saishi: "ballot",
    submitted: false,
    ballot_id: each.ballot,
    seat_id: each.seat,
    performance_id: each.performance,
    rule_set_version: each.version,
    marks: each.marks,
  },
});

function isLoose(draft: Draft): boolean {
  const marks = handedFor(draft.ballot)?.marks ?? {};
  return Object.keys(draft.marks).some((key) => draft.marks[key] && draft.marks[key] !== marks[key]);
}
