/** Takes marks from the umpire's hand to the desk, in order, each once, for as long as it takes. */
import { computed, reactive } from "vue";
import { type Refusal, ask } from "./desk";
import type { Mark, Receipt, SheetView } from "./model";
import { predict } from "./predict";
import { type Waiting, allWaiting, forget, save } from "./queue";
import { seat, sheet, takeSheet } from "./seat";

const MOST_AT_ONCE = 100;
const [SOONEST_MS, LATEST_MS] = [400, 8000];

export const marks = reactive({
  waiting: [] as Waiting[],
  /** Whether the last attempt to reach the desk failed. */
  away: false,
  /** What the desk refused last, and how many marks were not taken with it. */
  refused: null as { sentence: string; count: number } | null,
});

/** The marks of the sheet on screen that the desk has not confirmed. */
export const unconfirmed = computed(() => marks.waiting.filter((each) => each.sheet === sheet.value?.id));

export const shown = computed(() => {
  const view = sheet.value;
  return view && predict(view.match.regulation, view.sheet, unconfirmed.value.map((each) => each.mark));
});

let failures = 0;
let sending = false;
let timer = 0;

export async function load(): Promise<void> {
  marks.waiting = await allWaiting();
  addEventListener("online", () => sendSoon(0));
  sendSoon(0);
}

export async function mark(made: Mark): Promise<void> {
  const view = sheet.value;
  if (!view) return;
  marks.refused = null;
  marks.waiting = [...marks.waiting, await save(view.id, made)];
  sendSoon(0);
}

export function sendSoon(delay: number): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => void send(), delay);
}

/** One tab at a time sends, so that the order on the desk is the order on the tablet. */
async function send(): Promise<void> {
  if (sending || !marks.waiting.length || seat.phase !== "seated" || seat.view?.seat.revoked) return;
  sending = true;
  try {
    if (navigator.locks) await navigator.locks.request("saishi-marks", sendFirst);
    else await sendFirst();
  } finally {
    sending = false;
  }
  if (marks.waiting.length) sendSoon(failures ? pause() : 0);
}

function pause(): number {
  const longest = Math.min(LATEST_MS, SOONEST_MS * 2 ** (failures - 1));
  return longest / 2 + (Math.random() * longest) / 2;
}

async function sendFirst(): Promise<void> {
  const first = marks.waiting[0];
  if (!first) return;
  const batch = marks.waiting.filter((each) => each.sheet === first.sheet).slice(0, failures ? MOST_AT_ONCE : alone());
  const body = { marks: batch.map(({ id, at, mark: made }) => ({ id, at, mark: made })) };
  const answer = await ask<Receipt>(`/sheets/${first.sheet}/marks`, body);
  marks.away = answer.kind === "away";
  if (answer.kind === "done" && Array.isArray(answer.body.marks)) await confirmed(batch, answer.body);
  else if (answer.kind === "refused") await refused(batch, answer.refusal);
  else failures += 1;
}

let oneByOne = 0;
const alone = (): number => (oneByOne > 0 ? 1 : MOST_AT_ONCE);

async function confirmed(batch: readonly Waiting[], receipt: Receipt): Promise<void> {
  failures = 0;
  oneByOne = Math.max(0, oneByOne - batch.length);
  const stored = new Set(receipt.marks.map((each) => each.id));
  await drop(batch.filter((each) => stored.has(each.id)), receipt.sheet);
}

/** A seat that was taken away keeps its marks until it is paired again; anything else the desk will never take. */
async function refused(batch: readonly Waiting[], refusal: Refusal): Promise<void> {
  if (refusal.status === 401 || refusal.code === "seat.revoked") {
    marks.refused = { sentence: refusal.sentence, count: marks.waiting.length };
    if (seat.view) seat.view = { ...seat.view, seat: { ...seat.view.seat, revoked: refusal.code } };
    return;
  }
  if (refusal.status === 429) {
    failures += 1;
    return;
  }
  if (batch.length > 1) {
    oneByOne = batch.length;
    return;
  }
  // What was tapped after the refused mark was tapped on a score that never was.
  const sheetId = batch[0]?.sheet;
  const lost = marks.waiting.filter((each) => each.sheet === sheetId);
  oneByOne = failures = 0;
  marks.refused = { sentence: refusal.sentence, count: lost.length };
  await drop(lost, refusal.details?.sheet as SheetView | undefined);
}

async function drop(gone: readonly Waiting[], view: SheetView | undefined): Promise<void> {
  const ids = new Set(gone.map((each) => each.id));
  await forget([...ids]);
  // Both at once, or a mark would be counted twice or not at all for a frame.
  if (view) takeSheet(view);
  marks.waiting = marks.waiting.filter((each) => !ids.has(each.id));
}
