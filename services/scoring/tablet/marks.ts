/** Takes marks from the umpire's hand to the desk, in order, each once, for as long as it takes. */
import { computed, reactive, watch } from "vue";
import { type Refusal, ask } from "./desk";
import type { Mark, Receipt, SheetView } from "./model";
import { predict } from "./predict";
import { type Waiting, forget, load as loadQueue, save, saved, setAside, waiting } from "./queue";
import { leave, mayMark, seat, sheet, takeSheet } from "./seat";

const MOST_AT_ONCE = 100;
const [SOONEST_MS, LATEST_MS] = [400, 8000];

export const desk = reactive({
  /** Whether the last attempt to reach the desk failed. */
  away: false,
  /** What the desk refused last on which sheet, and how many marks were not taken with it. */
  refused: null as { sheet: string; sentence: string; count: number } | null,
});

/** The marks of the sheet on screen that the desk has not confirmed. */
export const unconfirmed = computed(() => waiting.value.filter((each) => each.sheet === sheet.value?.id));

export const shown = computed(() => {
  const view = sheet.value;
  return view && predict(view.pad, view.match.regulation, view.sheet, unconfirmed.value.map((each) => each.mark));
});

let failures = 0;
let oneByOne = 0;
let sending = false;
let timer = 0;

export async function load(): Promise<void> {
  await loadQueue();
  addEventListener("online", () => sendSoon(0));
  watch([mayMark, () => seat.connected], () => sendSoon(0), { immediate: true });
}

export async function mark(made: Mark): Promise<void> {
  const view = sheet.value;
  if (!view) return;
  desk.refused = null;
  await save(view.id, made);
  sendSoon(0);
}

function sendSoon(delay: number): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => void send(), delay);
}

/** One tab at a time sends, so that the order on the desk is the order on the tablet. */
async function send(): Promise<void> {
  if (sending || !saved().length || !mayMark.value) return;
  sending = true;
  try {
    if (navigator.locks) await navigator.locks.request("saishi-marks", sendFirst);
    else await sendFirst();
  } finally {
    sending = false;
  }
  if (saved().length && mayMark.value) sendSoon(failures ? pause() : 0);
}

function pause(): number {
  const longest = Math.min(LATEST_MS, SOONEST_MS * 2 ** (failures - 1));
  return longest / 2 + (Math.random() * longest) / 2;
}

async function sendFirst(): Promise<void> {
  const sendable = saved();
  const first = sendable[0];
  if (!first) return;
  const batch = sendable.filter((each) => each.sheet === first.sheet).slice(0, oneByOne ? 1 : MOST_AT_ONCE);
  const body = { marks: batch.map(({ id, at, mark: made }) => ({ id, at, mark: made })) };
  const answer = await ask<Receipt>(`/sheets/${first.sheet}/marks`, body);
  if (answer.kind === "refused") await refused(batch, answer.refusal);
  else if (answer.kind === "done" && Array.isArray(answer.body.marks)) await confirmed(batch, answer.body);
  else failures += 1;
  desk.away = failures > 0;
}

async function confirmed(batch: readonly Waiting[], receipt: Receipt): Promise<void> {
  failures = receipt.marks.length ? 0 : failures + 1;
  oneByOne = Math.max(0, oneByOne - batch.length);
  const stored = new Set(receipt.marks.map((each) => each.id));
  await drop(batch.filter((each) => stored.has(each.id)), receipt.sheet);
}

async function refused(batch: readonly Waiting[], refusal: Refusal): Promise<void> {
  if (refusal.status === 401 || refusal.code === "seat.revoked") return stop(refusal);
  if (refusal.status === 429) {
    failures += 1;
    return;
  }
  failures = 0;
  if (batch.length > 1) {
    oneByOne = batch.length;
    return;
  }
  // What was tapped after the refused mark was tapped on a score that never was.
  const lost = waiting.value.filter((each) => each.sheet === batch[0]?.sheet);
  oneByOne = 0;
  desk.refused = { sheet: batch[0]?.sheet ?? "", sentence: refusal.sentence, count: lost.length };
  await setAside(lost);
  await drop(lost, refusal.details?.sheet as SheetView | undefined);
}

/** A seat that was taken away keeps its marks: they go on when the tablet is paired to the court again. */
function stop(refusal: Refusal): void {
  if (refusal.status === 401) leave(refusal.sentence);
  else if (seat.view) seat.view = { ...seat.view, seat: { ...seat.view.seat, revoked: "replaced" } };
}

const drop = (gone: readonly Waiting[], view: SheetView | undefined): Promise<void> =>
  forget(new Set(gone.map((each) => each.id)), () => view && takeSheet(view));
