/** Tells the desk how this tablet is: its battery, how many ballots wait on it, which version of the app it runs. */
import { watch } from "vue";
import { ask } from "../desk";
import { seat } from "../seat";
import { waiting } from "./outbox";
import { appVersion } from "./version";

const EVERY_MS = 20_000;

interface Battery {
  readonly level: number;
}
type WithBattery = Navigator & { getBattery?: () => Promise<Battery> };

export function attendReport(): void {
  void report();
  setInterval(() => void report(), EVERY_MS);
  document.addEventListener("visibilitychange", () => void report());
  watch([() => waiting.value.length, () => seat.connected], () => void report());
}

async function report(): Promise<void> {
  if (seat.phase !== "bench" || seat.bench?.seat.revoked) return;
  const body = { battery: await battery(), waiting: waiting.value.length, app_version: appVersion, visible: !document.hidden };
  await ask("/bench/report", body);
}

/** In percent; Safari does not say. */
async function battery(): Promise<number | null> {
  const found = await (navigator as WithBattery).getBattery?.().catch(() => undefined);
  return found ? Math.round(found.level * 100) : null;
}
