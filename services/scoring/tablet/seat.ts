/** This tablet's seat: the court and the sheet as the desk knows them, kept up to date by a stream. */
import { computed, reactive } from "vue";
import { LiveSource } from "../../../shared/web/live-source";
import { type Answer, ask } from "./desk";
import type { SeatView, SheetView } from "./model";
import { holds } from "./queue";

type Phase = "looking" | "unpaired" | "seated";

export const seat = reactive({
  phase: "looking" as Phase,
  view: null as SeatView | null,
  /** Whether the stream from the desk is open. */
  connected: false,
  /** The desk's sentence when this tablet may not go on. */
  refused: "",
});

export const sheet = computed(() => seat.view?.sheet ?? null);
export const mayMark = computed(() => seat.phase === "seated" && !seat.view?.seat.revoked);

let stream: LiveSource | null = null;

export async function look(): Promise<void> {
  const answer = await ask<SeatView>("/seat");
  if (answer.kind === "done") {
    take(answer.body);
    listen();
  } else if (answer.kind === "refused") {
    leave(answer.refusal.sentence);
  } else {
    setTimeout(() => void look(), 1000 + Math.random() * 2000);
  }
}

export async function pair(code: string): Promise<Answer<unknown>> {
  const answer = await ask("/pair", { code });
  if (answer.kind === "done") {
    stream?.close();
    stream = null;
    seat.refused = "";
    await look();
  }
  return answer;
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
  stream?.close();
  stream = null;
  seat.phase = "unpaired";
  seat.refused = sentence;
  seat.connected = false;
}

function listen(): void {
  if (stream) return;
  const source = new LiveSource("/scoring/seat/live");
  stream = source;
  source.addEventListener("seat", (event) => take(JSON.parse((event as MessageEvent<string>).data) as SeatView));
  source.onopen = () => (seat.connected = true);
  source.onerror = () => {
    if (seat.connected) void check();
    seat.connected = false;
  };
}

/** A stream does not say why it ended; a plain question does. */
async function check(): Promise<void> {
  const answer = await ask<SeatView>("/seat");
  if (answer.kind === "refused" && answer.refusal.status === 401) leave(answer.refusal.sentence);
  if (answer.kind === "done") take(answer.body);
}
