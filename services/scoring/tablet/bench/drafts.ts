/** Ballots being filled in: in memory, in localStorage at every touch, and in the store. None of this is sent. */
import { reactive } from "vue";
import type { Contest, Draft, Marks, Turn } from "./model";
import { kept, mirror, mirrored, unmirror } from "./store";

const drafts = reactive(new Map<string, Draft>());
let saving: Promise<unknown> = Promise.resolve();

export async function loadDrafts(): Promise<void> {
  const stored = await kept((store) => store.drafts.toArray()).catch(() => []);
  for (const each of [...stored, ...mirrored<Draft>("draft:")]) {
    if (each.touched > (drafts.get(each.ballot)?.touched ?? -1)) drafts.set(each.ballot, each);
  }
}

export const draftOf = (turn: Turn): Draft | undefined => drafts.get(turn.ballot_id);
export const allDrafts = (): readonly Draft[] => [...drafts.values()];

/** What stands in the fields: what was typed here, else what the desk has of this ballot. */
export const marksOf = (turn: Turn): Marks => draftOf(turn)?.marks ?? turn.mine?.marks ?? {};

/** Change a draft; what is not named stays. */
export function touch(contest: Contest, turn: Turn, seat: string, changed: Partial<Pick<Draft, "marks" | "meant" | "notes" | "version">>): void {
  const present = draftOf(turn);
  put({
    ballot: turn.ballot_id,
    seat,
    performance: turn.performance_id,
    order_no: turn.order_no,
    marks: marksOf(turn),
    meant: present?.meant ?? {},
    notes: present?.notes ?? "",
    version: present?.version ?? contest.rule_set_version,
    ...changed,
    touched: (present?.touched ?? 0) + 1,
  });
}

const unsaved = new Set<string>();

function put(draft: Draft): void {
  drafts.set(draft.ballot, draft);
  mirror(`draft:${draft.ballot}`, draft);
  unsaved.add(draft.ballot);
  saving = saving.then(() => save(draft.ballot));
}

/** The newest state, once: keys are faster than a slow disk. */
async function save(ballot: string): Promise<void> {
  const draft = drafts.get(ballot);
  if (!draft || !unsaved.delete(ballot)) return;
  const made = { ...draft, marks: { ...draft.marks }, meant: { ...draft.meant } };
  await kept((store) => store.drafts.put(made)).catch(() => undefined);
}

/** The desk has the ballot: the store's copy is enough. */
export function settle(ballot: string): void {
  void saving.then(() => unmirror(`draft:${ballot}`));
}
