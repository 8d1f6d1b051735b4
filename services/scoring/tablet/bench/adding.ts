/** What a ballot's marks add up to, exactly. */
import { type Exact, exact, times, total, written } from "./decimal";
import type { Criterion, Marks, Stage } from "./model";
import { tidy } from "./typing";

/** Criteria times their weights, added; what is not marked yet adds nothing. */
export function totalOf(stage: Stage, marks: Marks): string {
  return written(total(stage.criteria.map((each) => weighed(each, marks))), Math.max(0, ...stage.criteria.map(stepDigits)));
}

/** A criterion's mark, or the sum of its items. */
export const criterionOf = (criterion: Criterion, marks: Marks): string => written(sumOf(criterion, marks), stepDigits(criterion));

const weighed = (criterion: Criterion, marks: Marks): Exact => times(sumOf(criterion, marks), exact(criterion.weight));

function sumOf(criterion: Criterion, marks: Marks): Exact {
  const keys = criterion.items.length ? criterion.items.map((each) => `${criterion.key}.${each.key}`) : [criterion.key];
  return total(keys.map((key) => exact(tidy(marks[key] ?? "") || "0")));
}

const stepDigits = (criterion: Criterion): number =>
  Math.max(...(criterion.items.length ? criterion.items : [criterion]).map((each) => exact(written(exact(each.step))).digits));
