/** The browser's Back is one step back in the app: one entry of the history stands guard while a turn is shown. */
import { watch } from "vue";
import { goHome, here, mark, screen } from "./place";

interface Guard {
  readonly bench?: boolean;
}

const guarded = (): boolean => !!(history.state as Guard | null)?.bench;
/** The guard is being taken away by the app itself. */
let leaving = false;

export function attendBack(): void {
  addEventListener("popstate", () => {
    if (leaving) leaving = false;
    else if (screen.value !== "home" && !guarded()) stepBack();
    guard();
  });
  addEventListener("keydown", (event) => {
    const on = event.target as HTMLElement;
    if (event.key === "Escape" && screen.value !== "home" && !on.closest("textarea, input, [role=dialog]")) stepBack();
  });
  watch(screen, guard, { immediate: true });
}

function stepBack(): void {
  if (screen.value === "review" && here.value) mark(here.value.turn.performance_id);
  else goHome();
}

function guard(): void {
  if (leaving) return;
  if (screen.value !== "home" && !guarded()) history.pushState({ bench: true }, "");
  if (screen.value !== "home" || !guarded()) return;
  leaving = true;
  history.back();
}
