/** Which keys a mark may take: a key that cannot lead to a mark the rule knows is no key. */
import { compare, exact, unitsAt } from "./decimal";
import type { Criterion } from "./model";

type Rule = Pick<Criterion, "maximum" | "minimum" | "step">;

const MARK = /^(0|[1-9]\d*)(\.\d*)?$/;

/** Whether this is a mark of the rule. */
export function legal(rule: Rule, text: string): boolean {
  if (!/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) || /^-[0.]+$/.test(text)) return false;
  const digits = digitsOf(rule, text);
  const units = unitsAt(exact(text), digits);
  return anyIn(rule, units, units, digits);
}

/** Whether this is the beginning of a mark of the rule. */
export function possible(rule: Rule, text: string): boolean {
  if (text === "") return true;
  if (text.startsWith("-")) {
    const mirrored = { minimum: rule.step, maximum: rule.minimum.slice(1), step: rule.step };
    return rule.minimum.startsWith("-") && possible(mirrored, text.slice(1));
  }
  return MARK.test(text) && (text.includes(".") ? begunPart(rule, text) : begunWhole(rule, text));
}

/** The text after one more key; unchanged where the key leads nowhere. */
export function typed(rule: Rule, text: string, key: string): string {
  const after = key === "-" ? (text.startsWith("-") ? text.slice(1) : `-${text}`) : (key === "." && text === "" ? "0" : text) + key;
  return possible(rule, after) ? after : text;
}

/** A mark as it is kept: no point at its end. */
export const tidy = (text: string): string => (text === "-" ? "" : text.replace(/\.$/, ""));

/** Outside the band that the rule advises. */
export function outside(rule: Criterion, text: string): boolean {
  if (!rule.advised || !legal(rule, tidy(text))) return false;
  const mark = exact(tidy(text));
  return compare(mark, exact(rule.advised[0])) < 0 || compare(mark, exact(rule.advised[1])) > 0;
}

/** "8.", "8.2": digits may follow, as many as the step has. */
function begunPart(rule: Rule, text: string): boolean {
  const { digits: given } = exact(text);
  if (given > exact(rule.step).digits || exact(rule.step).digits === 0) return false;
  const digits = digitsOf(rule, text);
  const from = unitsAt(exact(text), digits);
  return anyIn(rule, from, from + 10n ** BigInt(digits - given) - 1n, digits);
}

/** "8": more digits may follow before the point or behind it. */
function begunWhole(rule: Rule, text: string): boolean {
  const digits = digitsOf(rule, text);
  const one = 10n ** BigInt(digits);
  const longest = rule.maximum.length;
  for (let more = 0n; text.length + Number(more) <= longest; more++) {
    const from = BigInt(text) * 10n ** more * one;
    if (anyIn(rule, from, from + 10n ** more * one - 1n, digits)) return true;
    if (text === "0") return false;
  }
  return false;
}

/** Whether a multiple of the step lies between, and between the rule's own bounds. */
function anyIn(rule: Rule, from: bigint, to: bigint, digits: number): boolean {
  const [low, high, step] = [rule.minimum, rule.maximum, rule.step].map((each) => unitsAt(exact(each), digits)) as [bigint, bigint, bigint];
  const least = from > low ? from : low;
  const most = to < high ? to : high;
  const above = ((least % step) + step) % step;
  return (above ? least + step - above : least) <= most;
}

const digitsOf = (rule: Rule, text: string): number =>
  Math.max(...[rule.minimum, rule.maximum, rule.step, text].map((each) => exact(each).digits));
