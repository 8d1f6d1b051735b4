/** Ballots handed in on this tablet: saved first, sent by the page until the desk's receipt is here, never dropped. */
import { computed, reactive, watch } from "vue";
import type { Refusal } from "../desk";
import { leave, look, seat } from "../seat";
import { contentHash, newNonce } from "./content";
import { settle } from "./drafts";
import { type Handed, hand } from "./handing";
import type { Contest, Marks, Receipt, Revision, Turn } from "./model";
import { kept, mirror, mirrored, unmirror } from "./store";
import { appVersion } from "./version";

const [SOONEST_MS, LATEST_MS, EVERY_MS] = [400, 15_000, 15_000];

/** How far a ballot has come. `unconfirmed`: it was sent, and what answered was not the desk's receipt. */
export type Way = "saving" | "here" | "sent" | "unconfirmed" | "confirmed" | "refused";

const revisions = reactive(new Map<string, Revision>());
const ways = reactive(new Map<string, Way>());
export const wire = reactive({
  /** Nothing answered last time. */
  away: false,
  /** Something answered that was not the desk's receipt. */
  strange: false,
});

const nameOf = (each: Pick<Revision, "ballot" | "revision">): string => `${each.ballot}:${each.revision}`;
const settled = (each: Revision): boolean => !!each.receipt || !!each.refused;

export async function loadOutbox(): Promise<void> {
  const stored = await kept((store) => store.revisions.toArray()).catch(() => []);
  for (const each of [...mirrored<Revision>("revision:"), ...stored]) {
    const known = revisions.get(nameOf(each));
    if (!known || (settled(each) && !settled(known))) remember(each, each.receipt ? "confirmed" : each.refused ? "refused" : "here");
  }
  for (const each of waiting.value) void keep(each).catch(() => undefined);
}

/** When to send: at once on load, online, visible, connected; and every so often, for none of these can be relied on. */
export function attendOutbox(): void {
  addEventListener("online", sendNow);
  document.addEventListener("visibilitychange", () => document.hidden || sendNow());
  setInterval(sendNow, EVERY_MS);
  watch([() => seat.connected, () => seat.phase], sendNow, { immediate: true });
}

/** Not yet confirmed, oldest first. */
export const waiting = computed(() => [...revisions.values()].filter((each) => !settled(each)));
const mine = (each: Revision): boolean => each.seat === seat.bench?.seat.id;
/** Those of another seat cannot be sent from here. */
export const stranded = computed(() => waiting.value.filter((each) => !mine(each) || !!seat.bench?.seat.revoked));

export const wayOf = (each: Revision): Way => ways.get(nameOf(each)) ?? "here";

/** The newest that was handed in here for a ballot; one the desk will not take is passed over. */
export const handedIn = (turn: Turn): Revision | undefined => handedFor(turn.ballot_id);

export function handedFor(ballot: string): Revision | undefined {
  const taken = revisionsOf(ballot).filter((each) => !each.refused);
  return taken[taken.length - 1];
}

export function lastRefused(turn: Turn): Revision | undefined {
  const all = revisionsOf(turn.ballot_id);
  const last = all[all.length - 1];
  return last?.refused && last.revision > (turn.mine?.revision ?? 0) ? last : undefined;
}

function revisionsOf(ballot: string): readonly Revision[] {
  return [...revisions.values()].filter((each) => each.ballot === ballot).sort((one, two) => one.revision - two.revision);
}

/** Saved on this tablet, then sent. A number once used is never used again, whatever became of it. */
export async function submit(contest: Contest, turn: Turn, marks: Marks, total: string): Promise<void> {
  const used = revisionsOf(turn.ballot_id).map((each) => each.revision);
  const given = {
    ballot: turn.ballot_id,
    revision: Math.max(0, turn.mine?.revision ?? 0, ...used) + 1,
    seat: seat.bench?.seat.id ?? "",
    performance: turn.performance_id,
    version: contest.rule_set_version,
    marks: { ...marks },
    nonce: newNonce(),
  };
  const made: Revision = {
    ...given,
    order_no: turn.order_no,
    total,
    hash: await contentHash(given),
    device_at: new Date().toISOString(),
    app_version: appVersion,
    receipt: null,
    refused: null,
  };
  remember(made, "saving");
  mirror(`revision:${nameOf(made)}`, made);
  // A tablet that cannot save still sends: the copies in memory and in localStorage stand.
  await keep(made).catch(() => undefined);
  ways.set(nameOf(made), "here");
  sendNow();
}

function remember(each: Revision, way: Way): void {
  revisions.set(nameOf(each), each);
  ways.set(nameOf(each), way);
}

const keep = (each: Revision): Promise<unknown> =>
  kept((store) => store.revisions.put({ ...each, marks: { ...each.marks }, receipt: each.receipt && { ...each.receipt } }));

let sending = false;
let failures = 0;
let timer = 0;

export function sendNow(): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => void send(), 0);
}

/** One tab at a time sends. */
async function send(): Promise<void> {
  if (sending || !sendable().length) return;
  sending = true;
  try {
    if (navigator.locks) await navigator.locks.request("saishi-ballots", sendAll);
    else await sendAll();
  } finally {
    sending = false;
  }
  if (sendable().length) timer = window.setTimeout(() => void send(), pause());
}

const sendable = (): readonly Revision[] =>
  seat.phase === "bench" && !seat.bench?.seat.revoked ? waiting.value.filter((each) => mine(each) && wayOf(each) !== "saving") : [];

function pause(): number {
  const longest = Math.min(LATEST_MS, SOONEST_MS * 2 ** Math.max(0, failures - 1));
  return longest / 2 + (Math.random() * longest) / 2;
}

async function sendAll(): Promise<void> {
  let strange = false;
  for (const each of sendable()) {
    ways.set(nameOf(each), "sent");
    const answer = await hand(each);
    await take(each, answer);
    strange ||= answer.kind === "strange";
    wire.away = answer.kind === "away";
    if (wire.away) break;
  }
  wire.strange = strange;
  failures = strange || wire.away ? failures + 1 : 0;
}

async function take(each: Revision, answer: Handed): Promise<void> {
  if (answer.kind === "receipt") return confirmed(each, answer.receipt);
  if (answer.kind === "refused") return refused(each, answer.refusal);
  ways.set(nameOf(each), answer.kind === "strange" ? "unconfirmed" : "here");
}

async function confirmed(each: Revision, receipt: Receipt): Promise<void> {
  await settleAs({ ...each, receipt }, "confirmed");
  settle(each.ballot);
}

/** A seat that was taken away keeps its ballots waiting; anything else the desk says is its last word on a revision. */
async function refused(each: Revision, refusal: Refusal): Promise<void> {
  ways.set(nameOf(each), "here");
  if (refusal.status === 401) return leave(refusal.sentence);
  if (refusal.code === "seat.revoked") return revoke();
  if (refusal.status === 429 || refusal.status === 408) return void (failures += 1);
  await settleAs({ ...each, refused: { code: refusal.code, sentence: refusal.sentence } }, "refused");
  // Another form, a recusal, a closed contestant: what the desk has now decides what can be done.
  await look();
}

function revoke(): void {
  if (seat.bench) seat.bench = { ...seat.bench, seat: { ...seat.bench.seat, revoked: "replaced" } };
}

async function settleAs(each: Revision, way: Way): Promise<void> {
  remember(each, way);
  mirror(`revision:${nameOf(each)}`, each);
  const saved = await keep(each).then(() => true, () => false);
  if (saved) unmirror(`revision:${nameOf(each)}`);
}
