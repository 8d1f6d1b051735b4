/** A button that prints the page; without a script there is none, and the browser's own menu does it. */
export {};

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
