/** Timers that go on counting between two drawings, by the server's clock, on a screen that stays on; rows of a ranking that move to their place. */
export {};

/** This clock minus the server's: the smallest seen is the nearest, for what was drawn earlier only adds to it. */
let ahead = Number.POSITIVE_INFINITY;

function learn(elt: HTMLElement): void {
  const now = Date.parse(elt.dataset.now ?? "");
  if (!Number.isNaN(now)) ahead = Math.min(ahead, Date.now() - now);
}

function stateOf(seconds: number, elt: HTMLElement): string {
  const most = Number(elt.dataset.most ?? Number.POSITIVE_INFINITY);
  const warnings = (elt.dataset.warnings ?? "").split(" ").filter(Boolean).map(Number);
  if (seconds > most) return "over";
  return warnings.some((each) => seconds >= each) ? "warn" : "fine";
}

function tick(): void {
  for (const elt of document.querySelectorAll<HTMLElement>(".timer[data-now]")) {
    learn(elt);
    const since = Date.parse(elt.dataset.since ?? "");
    if (Number.isNaN(since)) continue;
    const seconds = Math.max(0, Math.floor((Date.now() - ahead - since) / 1000));
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (elt.textContent !== text) elt.textContent = text;
    const wanted = `timer ${stateOf(seconds, elt)}`;
    if (elt.className !== wanted) elt.className = wanted;
  }
}

const places = new Map<string, DOMRect>();

function remember(): void {
  places.clear();
  for (const row of document.querySelectorAll<HTMLElement>("[data-moves] > [id]")) {
    places.set(row.id, row.getBoundingClientRect());
  }
}

function move(): void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const row of document.querySelectorAll<HTMLElement>("[data-moves] > [id]")) {
    const before = places.get(row.id);
    const after = row.getBoundingClientRect();
    const [x, y] = before ? [before.left - after.left, before.top - after.top] : [0, 0];
    if (!before) row.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 500 });
    else if (x || y) row.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], { duration: 700, easing: "ease-in-out" });
  }
}

/** Whoever watches a clock touches nothing for minutes: the screen must not go dark. A hidden page loses its lock. */
function stayAwake(): void {
  if (document.visibilityState === "visible") void navigator.wakeLock?.request("screen").catch(() => undefined);
}

if (document.querySelector("[data-awake]")) {
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();
}

document.addEventListener("htmx:sseBeforeMessage", remember);
document.addEventListener("htmx:sseMessage", () => requestAnimationFrame(move));
tick();
setInterval(tick, 250);
