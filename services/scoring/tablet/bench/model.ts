/** What the desk tells a judge's tablet, and what the tablet keeps of a ballot. Values only; numbers are exact strings. */
export type Mode = "turns" | "gallery" | "reading";
export type Marks = Readonly<Record<string, string>>;
/** late: given after the contestant was closed; it counts only when chief and supervisor accept it. */
export type Standing = "active" | "superseded" | "late";

export interface Criterion {
  readonly key: string;
  readonly name: string;
  readonly maximum: string;
  readonly minimum: string;
  readonly step: string;
  readonly weight: string;
  /** A mark outside this band is asked for twice. */
  readonly advised: readonly [string, string] | null;
  readonly hint: string;
  readonly items: readonly Criterion[];
}

export interface Stage {
  readonly key: string;
  readonly name: string;
  readonly mode: Mode;
  /** In a gallery: how many works a judge may pick; null where works get marks. */
  readonly picks: number | null;
  readonly calibration: number;
  readonly criteria: readonly Criterion[];
  readonly maximum: string;
}

export interface Material {
  readonly id: string;
  readonly name: string;
  readonly content_type: string;
  readonly size: number;
}

export interface Mine {
  readonly revision: number;
  readonly hash: string;
  readonly standing: Standing;
  readonly at: string;
  readonly marks: Marks;
}

export interface Change {
  readonly asked_at: string;
  readonly reason: string;
  readonly granted: boolean | null;
  readonly answer: string;
  /** Nobody asked: the rule gives the panel a second thought. */
  readonly remark?: boolean;
}

/** One contestant's turn, or one work, as this seat sees it: a number, never a name. */
export interface Turn {
  readonly performance_id: string;
  readonly ballot_id: string;
  readonly order_no: number;
  readonly status: string;
  readonly topic: string;
  readonly category: string;
  readonly recused: string | null;
  /** Why; empty where it could tell whose turn this is. */
  readonly because?: string;
  readonly editable: boolean;
  readonly why_not: string | null;
  readonly mine: Mine | null;
  readonly change: Change | null;
  readonly materials: readonly Material[];
}

export interface Contest {
  readonly id: string;
  readonly name: string;
  readonly rule_set_version: number;
  readonly stage: Stage;
  readonly turns: readonly Turn[];
  readonly current: string | null;
}

export interface BenchView {
  readonly seat: { readonly id: string; readonly number: number; readonly name: string; readonly role: string; readonly revoked: string | null };
  readonly panel: { readonly id: string; readonly name: string; readonly version: number };
  readonly event: { readonly id: string; readonly name: string };
  readonly contests: readonly Contest[];
  /** Where a seat that gives no marks does its work. */
  readonly desk?: string | null;
}

export interface Receipt {
  readonly ballot_id: string;
  readonly revision: number;
  readonly hash: string;
  readonly standing: Standing;
  readonly received_at: string;
  /** Its place in the contest's chain, and the chain's head after it. */
  readonly number: number;
  readonly head: string;
}

/** A ballot being filled in. */
export interface Draft {
  readonly ballot: string;
  readonly seat: string;
  readonly performance: string;
  readonly order_no: number;
  readonly version: number;
  readonly marks: Marks;
  /** Marks outside the advised band that were asked for twice. */
  readonly meant: Marks;
  /** For the judge alone: never sent. */
  readonly notes: string;
  /** Rises with every touch, so that the newer of two copies is known without a clock. */
  readonly touched: number;
}

/** A ballot handed in: what is hashed and sent, and how far it has come. */
export interface Revision {
  readonly ballot: string;
  readonly revision: number;
  readonly seat: string;
  readonly performance: string;
  readonly order_no: number;
  readonly version: number;
  readonly marks: Marks;
  readonly total: string;
  readonly nonce: string;
  readonly hash: string;
  readonly device_at: string;
  readonly app_version: string;
  readonly receipt: Receipt | null;
  /** The desk's sentence, where it will not take this revision. */
  readonly refused: { readonly code: string; readonly sentence: string } | null;
}

export interface Leaf {
  readonly key: string;
  readonly rule: Criterion;
  readonly of: Criterion;
}

/** What is marked: a criterion, or each of its items. */
export const leavesOf = (stage: Stage): readonly Leaf[] =>
  stage.criteria.flatMap((of) =>
    of.items.length ? of.items.map((rule) => ({ key: `${of.key}.${rule.key}`, rule, of })) : [{ key: of.key, rule: of, of }],
  );

export const isOpen = (turn: Turn): boolean => turn.status === "open" || turn.status === "reopened";
export const asNumber = (order: number): string => String(order).padStart(2, "0");
