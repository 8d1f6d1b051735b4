/** What a form does when it is sent: it cannot be sent twice, and a refusal is read out with the typed values kept. */
interface Sent extends Event {
  readonly detail: {
    elt: HTMLElement;
    xhr: XMLHttpRequest;
    target: Element;
    shouldSwap: boolean;
    isError: boolean;
    swapOverride: string;
    selectOverride: string;
    readonly requestConfig?: { readonly verb: string };
  };
}

function placeOf(elt: Element): HTMLElement {
  const own = elt.closest("form")?.querySelector<HTMLElement>(".refusal, #refusal");
  return own ?? document.getElementById("refusal") ?? document.body;
}

function show(place: HTMLElement): void {
  place.scrollIntoView({ block: "nearest" });
  place.focus({ preventScroll: true });
}

function sayAway(place: HTMLElement): void {
  const sentence = document.createElement("p");
  sentence.className = "notice bad";
  sentence.textContent = document.getElementById("refusal")?.dataset.away ?? "";
  place.replaceChildren(sentence);
  show(place);
}

function lock(event: Event, locked: boolean): void {
  const elt = (event as Sent).detail.elt;
  if (elt instanceof HTMLFormElement) for (const button of elt.querySelectorAll("button")) button.disabled = locked;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = (event as Sent).detail;
  // A part of the page that only looks for news takes no sentence away that somebody is reading.
  if (requestConfig?.verb !== "get") placeOf(elt).replaceChildren();
  lock(event, true);
});
document.addEventListener("htmx:afterRequest", (event) => lock(event, false));
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event as Sent;
  if (detail.xhr.status < 400) return;
  const place = placeOf(detail.elt);
  if (!detail.xhr.getResponseHeader("Saishi-Code")) return sayAway(place);
  Object.assign(detail, { shouldSwap: true, isError: false, target: place, swapOverride: "innerHTML", selectOverride: "unset" });
  queueMicrotask(() => setTimeout(show, 50, place));
  if (detail.xhr.getResponseHeader("Saishi-Field"))
    void import("./field").then(({ mark }) => setTimeout(mark, 60, detail.elt, place));
});
document.addEventListener("htmx:sendError", (event) => sayAway(placeOf((event as Sent).detail.elt)));
