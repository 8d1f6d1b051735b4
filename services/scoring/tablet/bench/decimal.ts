/** Exact numbers: digits counted in whole units. No float comes near a mark. */
export interface Exact {
  readonly units: bigint;
  /** How many digits of the units stand behind the point. */
  readonly digits: number;
}

const ZERO: Exact = { units: 0n, digits: 0 };

/** A number as it is written: "8.75", "-1", "1E+1". */
export function exact(text: string): Exact {
  const [plain = "0", power] = text.toUpperCase().split("E");
  if (power !== undefined) return shifted(exact(plain), Number(power));
  const [whole = "0", part = ""] = text.replace(/^[+-]/, "").split(".");
  const units = BigInt(whole + part || "0");
  return { units: text.startsWith("-") ? -units : units, digits: part.length };
}

const shifted = ({ units, digits }: Exact, power: number): Exact =>
  power < digits ? { units, digits: digits - power } : { units: units * 10n ** BigInt(power - digits), digits: 0 };

export const unitsAt = (value: Exact, digits: number): bigint => value.units * 10n ** BigInt(digits - value.digits);

export function plus(one: Exact, two: Exact): Exact {
  const digits = Math.max(one.digits, two.digits);
  return { units: unitsAt(one, digits) + unitsAt(two, digits), digits };
}

export const total = (all: readonly Exact[]): Exact => all.reduce(plus, ZERO);

export const times = (one: Exact, two: Exact): Exact => ({ units: one.units * two.units, digits: one.digits + two.digits });

/** Below zero where the first is less, zero where they are equal. */
export function compare(one: Exact, two: Exact): number {
  const digits = Math.max(one.digits, two.digits);
  const apart = unitsAt(one, digits) - unitsAt(two, digits);
  return apart < 0n ? -1 : apart > 0n ? 1 : 0;
}

/** Written with at least so many digits behind the point; none of the number's own is cut. */
export function written(value: Exact, least = 0): string {
  const trimmed = trim(value, least);
  const bare = (trimmed.units < 0n ? -trimmed.units : trimmed.units).toString().padStart(trimmed.digits + 1, "0");
  const sign = trimmed.units < 0n ? "-" : "";
  return trimmed.digits ? `${sign}${bare.slice(0, -trimmed.digits)}.${bare.slice(-trimmed.digits)}` : sign + bare;
}

function trim(value: Exact, least: number): Exact {
  let { units, digits } = value;
  while (digits > least && units % 10n === 0n) {
    units /= 10n;
    digits -= 1;
  }
  return digits < least ? { units: unitsAt({ units, digits }, least), digits: least } : { units, digits };
}
