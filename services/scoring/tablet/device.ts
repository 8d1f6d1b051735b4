/** What the tablet itself must do: stay awake while a match is on, keep its store, take a new version between matches. */
import { ref, watch } from "vue";
import { registerSW } from "virtual:pwa-register";
import { keep } from "./queue";
import { inUse } from "./seat";

export const newVersion = ref(false);
let lock: WakeLockSentinel | null = null;

export function attend(): void {
  void keep();
  watch(inUse, (on) => void (on ? stayAwake() : rest()), { immediate: true });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && inUse.value) void stayAwake();
  });
}

const renew = registerSW({ onNeedRefresh: () => (newVersion.value = true) });

export const takeNewVersion = (): Promise<void> => renew(true);

/** Refused when the battery is low: the screen then goes dark as it always does. */
async function stayAwake(): Promise<void> {
  if (!("wakeLock" in navigator) || (lock && !lock.released)) return;
  lock = await navigator.wakeLock.request("screen").catch(() => null);
}

async function rest(): Promise<void> {
  await lock?.release();
  lock = null;
}
