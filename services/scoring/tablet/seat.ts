/** This tablet's seat: at a court with its sheet, or on a judged contest's panel; kept up to date by a stream. */
import { computed, reactive, watch } from "vue";
import { LiveSource } from "../../../shared/web/live-source";
import type { BenchView } from "./bench/model";
import { type Answer, ask } from "./desk";
import type { SeatView, SheetView } from "./model";
import { own } from "./own";
import { holds } from "./queue";
import { language } from "./words";

const TOO_MANY = 429;

/** `seated` at a court, `bench` on a panel. */
type Phase = "looking" | "unpaired" | "seated" | "bench";
interface Paired {
  readonly panel?: unknown;
  /** A seat that gives no marks works on the desk's pages. */
  readonly desk?: string | null;
}

export const seat = reactive({
  phase: "looking" as Phase,
  view: null as SeatView | null,
  bench: null as BenchView | null,
  /** Whether the stream from the desk is open. */
  connected: false,
  /** The desk's sentence when this tablet may not go on. */
  refused: "",
});

export const sheet = computed(() => seat.view?.sheet ?? null);
export const mayMark = computed(() => seat.phase === "seated" && !seat.view?.seat.revoked);

/** Something is going on that this tablet is needed for. */
export const inUse = computed(() =>
  seat.phase === "bench" ? !!seat.bench?.contests.length : !!sheet.value && !sheet.value.sheet.closed,
);

let stream: LiveSource | null = null;
/** Which of the two this tablet was last; it is asked for first. */
const onPanel = own("panel", false);
/** What the desk said last to a panel's seat: a judge whose page is loaded while the desk is away goes on marking. */
const lastBench = own<BenchView | null>("bench", null);

export async function look(): Promise<void> {
  const answer = onPanel.value ? await lookAtBench() : await lookAtCourt();
  if (answer === "unknown") {
    onPanel.value = !onPanel.value;
    const other = onPanel.value ? await lookAtBench() : await lookAtCourt();
    if (other === "unknown") leave(seat.refused);
    else if (other === "away") again();
  } else if (answer === "away") {
    again();
  }
}

const again = (): unknown => setTimeout(() => void look(), 1000 + Math.random() * 2000);

async function lookAtCourt(): Promise<"known" | "unknown" | "away"> {
  const answer = await ask<SeatView>("/seat");
  if (answer.kind === "done") {
    take(answer.body);
    listen("/scoring/seat/live", "seat", (found) => take(found as SeatView));
  } else if (answer.kind === "refused") seat.refused = answer.refusal.sentence;
  return outcome(answer);
}

async function lookAtBench(): Promise<"known" | "unknown" | "away"> {
  const answer = await ask<BenchView>("/bench");
  if (answer.kind === "done") {
    takeBench(answer.body);
    listen("/scoring/bench/live", "bench", (found) => takeBench(found as BenchView));
  } else if (answer.kind === "refused") {
    seat.refused = answer.refusal.sentence;
    lastBench.value = null;
  } else if (lastBench.value) takeBench(lastBench.value);
  return outcome(answer);
}

function outcome(answer: Answer<unknown>): "known" | "unknown" | "away" {
  if (answer.kind === "done") return "known";
  return answer.kind === "refused" && answer.refusal.status !== TOO_MANY ? "unknown" : "away";
}

export async function pair(code: string): Promise<Answer<unknown>> {
  const answer = await ask<Paired>("/pair", { code });
  if (answer.kind === "done") {
    hangUp();
    seat.refused = "";
    onPanel.value = !!answer.body.panel;
    seat.phase = "looking";
    if (answer.body.desk) location.assign(answer.body.desk);
    else await look();
  }
  return answer;
}

function takeBench(view: BenchView): void {
  if (view.desk) return location.assign(view.desk);
  seat.bench = lastBench.value = view;
  seat.phase = "bench";
}

/** Sheets only move forward: an answer that was overtaken is passed over. */
export function takeSheet(found: SheetView): void {
  const present = seat.view?.sheet;
  if (seat.view && present?.id === found.id && found.revision >= present.revision) {
    seat.view = { ...seat.view, sheet: found };
  }
}

/** While marks are on their way the stream may tell of them before their receipt does; the receipt is waited for. */
function take(view: SeatView): void {
  const present = seat.view?.sheet;
  const found = view.sheet;
  const same = present && found?.id === present.id;
  const keep = same && (found.revision < present.revision || (found.status === "open" && holds(found.id)));
  seat.view = keep ? { ...view, sheet: present } : view;
  seat.phase = "seated";
}

export function leave(sentence: string): void {
  hangUp();
  seat.phase = "unpaired";
  seat.refused = sentence;
}

/** Names of stages and criteria come in the language that is asked for: ask anew. */
watch(language, () => {
  if (seat.phase === "unpaired") return;
  hangUp();
  void look();
});

function hangUp(): void {
  stream?.close();
  stream = null;
  seat.connected = false;
}

function listen(path: string, name: string, told: (found: unknown) => void): void {
  if (stream) return;
  const source = new LiveSource(path);
  stream = source;
  source.addEventListener(name, (event) => told(JSON.parse((event as MessageEvent<string>).data)));
  source.onopen = () => (seat.connected = true);
  source.onerror = () => {
    if (seat.connected) void check();
    seat.connected = false;
  };
}

/** A stream does not say why it ended; a plain question does. */
async function check(): Promise<void> {
  const answer = await ask<SeatView | BenchView>(seat.phase === "bench" ? "/bench" : "/seat");
  if (answer.kind === "refused" && answer.refusal.status === 401) leave(answer.refusal.sentence);
  if (answer.kind !== "done") return;
  if (seat.phase === "bench") takeBench(answer.body as BenchView);
  else take(answer.body as SeatView);
}
