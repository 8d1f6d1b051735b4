/** A board of matches that are moved by mouse, by keyboard or by touch; what clashes is asked of the server at once. */
export {};
interface Move {
  readonly card: HTMLElement;
  readonly match: string;
  readonly minutes: number;
  readonly title: string;
  lane: HTMLElement;
  at: number;
}

const ARROWS: Record<string, string> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };
let moving: Move | null = null;
let ghost: HTMLElement | null = null;
let grip = 0;
let asked = 0;
let stale = false;

const byId = (id: string): HTMLElement | null => document.getElementById(id);
const cardOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>("[data-match]") : null;
const step = (): number => Number(byId("board")?.dataset.step ?? 5);

function pick(card: HTMLElement): void {
  leave();
  const lane = card.closest<HTMLElement>("[data-court]");
  if (!lane) return;
  const title = card.querySelector("[data-title]")?.textContent ?? "";
  const { match = "", minutes, at } = card.dataset;
  moving = { card, match, minutes: Number(minutes), title, lane, at: Number(at) };
  card.classList.add("picked");
  const panel = byId("moving");
  const list = byId("moving-clashes");
  if (panel) panel.hidden = false;
  if (list) list.hidden = true;
  show();
}

function leave(): void {
  moving?.card.classList.remove("picked");
  ghost?.remove();
  moving = ghost = null;
  const panel = byId("moving");
  if (panel) panel.hidden = true;
  if (stale) refresh();
}

function refresh(): void {
  stale = false;
  byId("board")?.dispatchEvent(new CustomEvent("saishi:moved"));
}

/** The time of a place in the hall's own zone, as the server takes it. */
function startsAt(move: Move): string {
  const day = move.lane.closest<HTMLElement>("[data-day]");
  const minute = Number(day?.dataset.first) + move.at;
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${day?.dataset.day}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function show(): void {
  if (!moving) return;
  ghost ??= Object.assign(document.createElement("div"), { className: "ghost" });
  ghost.style.setProperty("--at", String(moving.at));
  ghost.style.setProperty("--for", String(moving.minutes));
  moving.lane.append(ghost);
  ghost.scrollIntoView({ block: "nearest", inline: "nearest" });
  const values: Record<string, string> = {
    match: moving.title,
    court: moving.lane.dataset.name ?? "",
    time: startsAt(moving).slice(11),
  };
  const place = byId("moving-place");
  const sentence = byId("moving")?.dataset.sayPlace ?? "";
  if (place) place.textContent = sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
  clearTimeout(asked);
  asked = window.setTimeout(() => void ask(), 150);
}

async function ask(): Promise<void> {
  const about = moving;
  if (!about) return;
  const query = new URLSearchParams({ court_id: about.lane.dataset.court ?? "", starts_at: startsAt(about) });
  const place = query.toString();
  try {
    const answer = await fetch(`/events/matches/${about.match}/clashes?${place}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return say([await sentenceOf(answer)]);
    const { clashes } = (await answer.json()) as { clashes: string[] };
    if (moving === about && about.lane.dataset.court === query.get("court_id")) say(clashes);
  } catch {
    say([byId("moving")?.dataset.sayAway ?? ""]);
  }
}

function say(sentences: string[]): void {
  const list = byId("moving-clashes");
  if (!list) return;
  const fine = sentences.length === 0;
  const lines = fine ? [byId("moving")?.dataset.sayFine ?? ""] : sentences;
  list.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  list.className = fine ? "notice good" : "notice warn";
  list.hidden = false;
}

async function sentenceOf(answer: Response): Promise<string> {
  const body = (await answer.json().catch(() => ({}))) as { sentence?: string };
  return body.sentence ?? byId("moving")?.dataset.sayAway ?? "";
}

async function put(): Promise<void> {
  const move = moving;
  if (!move) return;
  const body = JSON.stringify({ court_id: move.lane.dataset.court, starts_at: startsAt(move), held: true });
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  try {
    const answer = await fetch(`/events/matches/${move.match}/court`, { method: "POST", headers, body });
    if (!answer.ok) return say([await sentenceOf(answer)]);
  } catch {
    return say([byId("moving")?.dataset.sayAway ?? ""]);
  }
  stale = true;
  leave();
  move.card.focus();
}

function nudge(way: string): void {
  if (!moving) return;
  const day = moving.lane.closest<HTMLElement>("[data-day]");
  const lanes = [...(day?.querySelectorAll<HTMLElement>("[data-court]") ?? [])];
  const lane = lanes.indexOf(moving.lane);
  const most = Number(day?.dataset.minutes) - step();
  if (way === "up") moving.at = Math.max(0, moving.at - step());
  if (way === "down") moving.at = Math.min(most, moving.at + step());
  if (way === "left") moving.lane = lanes[Math.max(0, lane - 1)] ?? moving.lane;
  if (way === "right") moving.lane = lanes[Math.min(lanes.length - 1, lane + 1)] ?? moving.lane;
  if (way === "put") return void put();
  if (way === "leave") return leave();
  show();
}

/** The place under the pointer, on the grid of starts. */
function under(event: DragEvent): boolean {
  const lane = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-court]") : null;
  const day = lane?.closest<HTMLElement>("[data-day]");
  if (!moving || !lane || !day) return false;
  const box = lane.getBoundingClientRect();
  const scale = (box.height - 44) / Number(day.dataset.minutes);
  const at = Math.round((event.clientY - box.top - grip) / scale / step()) * step();
  const changed = moving.lane !== lane || moving.at !== Math.max(0, at);
  moving.lane = lane;
  moving.at = Math.max(0, at);
  if (changed) show();
  return true;
}

document.addEventListener("click", (event) => {
  const way = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-move]")?.dataset.move : undefined;
  if (way) return nudge(way);
  const card = cardOf(event.target);
  if (!card || !card.closest("#board")) return;
  if (moving?.card === card) return void put();
  pick(card);
});
document.addEventListener("keydown", (event) => {
  if (!moving) return;
  if (event.key === "Escape") {
    event.preventDefault();
    const { card } = moving;
    leave();
    card.focus();
  } else if (event.key in ARROWS) {
    event.preventDefault();
    nudge(ARROWS[event.key] ?? "");
  }
});
document.addEventListener("dragstart", (event) => {
  const card = cardOf(event.target);
  if (!card || !card.closest("#board")) return;
  pick(card);
  grip = event.clientY - card.getBoundingClientRect().top;
  event.dataTransfer?.setData("text/plain", card.dataset.match ?? "");
});
document.addEventListener("dragover", (event) => {
  if (under(event)) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  if (!under(event)) return;
  event.preventDefault();
  void put();
});
/** News of the hall wait until the match is put or left: a board that changes under the hand loses its place. */
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!moving || (event.target as Element).id !== "board") return;
  event.preventDefault();
  stale = true;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event as CustomEvent<{ target: Element; shouldSwap: boolean }>;
  if (!moving || detail.target.id !== "board") return;
  detail.shouldSwap = false;
  stale = true;
});
