/** The field a refusal is about: marked until it is typed in again, and shown on demand where the form is long. */
export function mark(elt: Element, place: HTMLElement): void {
  const button = place.querySelector<HTMLButtonElement>("[data-field]");
  const name = CSS.escape(button?.dataset.field ?? "");
  const field = elt.closest("form")?.querySelector<HTMLElement>(`[name="${name}"]:not([type=hidden])`);
  if (!button || !field) return;
  field.setAttribute("aria-invalid", "true");
  field.addEventListener("input", () => field.removeAttribute("aria-invalid"), { once: true });
  button.hidden = false;
  button.addEventListener("click", () => field.focus());
}
