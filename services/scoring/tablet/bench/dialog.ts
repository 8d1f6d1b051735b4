/** A dialog that keys can reach: it takes the focus, keeps it, closes by Escape and gives it back. */
import { type Ref, nextTick, onUnmounted, watch } from "vue";

export function keepFocus(open: Ref<boolean>, first: string): void {
  let before: HTMLElement | null = null;
  const app = (): HTMLElement | null => document.getElementById("app");

  function pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    open.value = false;
  }

  function leave(): void {
    removeEventListener("keydown", pressed, true);
    app()?.removeAttribute("inert");
  }

  watch(open, async (on) => {
    if (!on) {
      leave();
      return before?.focus();
    }
    before = document.activeElement as HTMLElement | null;
    addEventListener("keydown", pressed, true);
    app()?.setAttribute("inert", "");
    await nextTick();
    document.querySelector<HTMLElement>(first)?.focus();
  });
  onUnmounted(leave);
}
