/** What counters' and judges' marks do to a sheet, as far as this tablet can tell. */
import type { Mark, Pad, Sheet } from "./model";

type Of<Kind extends Mark["kind"]> = Extract<Mark, { kind: Kind }>;

/** The list with one place set, as long as there are places. */
function set<T>(list: readonly T[], places: number, by: number, value: T, empty: T): readonly T[] {
  return Array.from({ length: Math.max(places, list.length) }, (_, index) => (index === by - 1 ? value : (list[index] ?? empty)));
}

export const counted = (pad: Pad, sheet: Sheet, mark: Of<"counted">): Sheet => ({
  ...sheet,
  counts: set<number | null>(sheet.counts, pad.places, mark.by, mark.count, null),
  // Trips are the head counter's word.
  failures: mark.by === 1 ? mark.failures : sheet.failures,
});

export const judged = (pad: Pad, sheet: Sheet, mark: Of<"judged">): Sheet => ({
  ...sheet,
  judged: set<readonly string[] | null>(sheet.judged, pad.places, mark.by, mark.marks, null),
});

export const handedIn = (pad: Pad, sheet: Sheet, by: number): Sheet => ({
  ...sheet,
  handed_in: set(sheet.handed_in, pad.places, by, true, false),
});

export const falseStart = (sheet: Sheet): Sheet => ({ ...sheet, false_starts: sheet.false_starts + 1 });
export const falseSwitch = (sheet: Sheet): Sheet => ({ ...sheet, false_switches: sheet.false_switches + 1 });
export const fouled = (sheet: Sheet): Sheet => ({ ...sheet, fouled: sheet.fouled + 1 });

export const again = (sheet: Sheet): Sheet => ({
  ...sheet,
  counts: sheet.counts.map(() => null),
  judged: sheet.judged.map(() => null),
  handed_in: sheet.handed_in.map(() => false),
  false_starts: 0,
  false_switches: 0,
  fouled: 0,
  failures: 0,
});
