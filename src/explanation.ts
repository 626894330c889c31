/** What `assay explain` and the page of an asset say: plain data, safe as JSON. `docs/explain.schema.json` describes it. */
import type { AssetName, Check, FieldValue, MissingEvidence, Quantifier, Truth } from "./types.ts";

/** How many rows come to each truth. */
export type TruthCounts = Readonly<Record<Truth, number>>;

interface Judged {
  readonly truth: Truth;
  /** It is on the way that made the whole come out as it did. */
  readonly decides: boolean;
}

/** A condition on a field. */
export interface ConditionNode extends Judged {
  readonly kind: "condition";
  readonly field: string;
  /** As a person reads it, turned round where it stands behind a NOT: `= ""`, `is not set`. */
  readonly condition: string;
  /** Absent where it is missing or the row's type has no such field. */
  readonly found?: FieldValue;
  /** What comparisons see in place of null. */
  readonly countsAs?: FieldValue;
  /** Why it is neither true nor false. */
  readonly unknown?: "null" | "noField";
  /** What keeps the value from being known. */
  readonly missing?: readonly MissingEvidence[];
}

/** All of some conditions, any of them, or not one. */
export interface GroupNode extends Judged {
  readonly kind: "all" | "any" | "not";
  readonly of: readonly TreeNode[];
}

/** A condition on the assets or parts that a relation leads to. */
export interface RelatedNode extends Judged {
  readonly kind: "related";
  readonly relation: string;
  readonly quantifier: Quantifier;
  /** Of all that it leads to. */
  readonly counts: TruthCounts;
  readonly toMany: boolean;
  /** Those that decide first, then those that come nearest. */
  readonly rows: readonly RelatedRow[];
  /** Of all others. */
  readonly more: TruthCounts;
  /** Why there may be further ones, or who it leads to is not known. */
  readonly missing?: readonly MissingEvidence[];
}

/** A related asset or part, with what the condition comes to for it. */
export interface RelatedRow extends Judged {
  /** `rules[ssh]`; by its place from 0 where it has no name. */
  readonly label: string;
  readonly type: string;
  /** Of an asset. */
  readonly id?: string;
  /** Absent where nothing is asked of it. */
  readonly of?: TreeNode;
}

/** A part of a filter, evaluated whether or not it decided anything. */
export type TreeNode = ConditionNode | GroupNode | RelatedNode;

/** What a check says of one asset. */
export interface Explanation {
  readonly check: Pick<Check, "id" | "title" | "severity">;
  readonly asset: AssetName;
  /** When it was read. */
  readonly readAt?: string;
  /** `notExamined`: no rule of the check looks at it. */
  readonly status: AssetStatus;
  /** Why it is not examined, in a sentence. */
  readonly because?: string;
  /** One for each rule that looks at it, and each asset by which it does. */
  readonly rules: readonly RuleExplanation[];
}

export type AssetStatus = "fail" | "undecided" | "pass" | "notExamined";

/** What one rule says of one asset. */
export interface RuleExplanation {
  readonly rule: string;
  readonly status: AssetStatus;
  /** Where another asset was asked about, and a path led from it to this one. */
  readonly through?: AssetName;
  /** Where other than nothing is expected to come back: what, and how many did. */
  readonly expected?: { readonly what: string; readonly found?: number };
  /** Absent where the rule has no conditions: whatever there is comes back. */
  readonly tree?: TreeNode;
  /** The shortest changes that turn it: to pass where it fails, to fail where it passes. */
  readonly changes?: readonly Change[];
  /** What it waits for where it is undecided. */
  readonly waits?: readonly Wait[];
}

/** A change that turns an asset: all of its steps together, and none could be left out. */
export interface Change {
  readonly steps: readonly ChangeStep[];
  /** What it would turn besides, either way, of all checks that were looked at. */
  readonly turns: readonly Turned[];
  /** Checks that rest on what is worked out from what it changes: what they come to is known when it is read again. */
  readonly mayTurn: readonly string[];
}

/** One thing that is changed. */
export type ChangeStep = { readonly path: string } & (
  | {
      readonly does: "set";
      readonly from: FieldValue;
      readonly to: FieldValue;
      /** Of so many further ones the same is changed. */
      readonly also?: number;
    }
  | { readonly does: "remove"; readonly workedOutFrom?: readonly string[] }
  | {
      readonly does: "add";
      readonly type: string;
      readonly fields: Readonly<Record<string, FieldValue>>;
      readonly workedOutFrom?: readonly string[];
    }
);

/** Assets that a change turns for one check. */
export interface Turned {
  readonly check: string;
  readonly to: "pass" | "fail" | "undecided";
  readonly count: number;
  /** The first of them. */
  readonly assets: readonly AssetName[];
}

/** A datum that an undecided asset waits for, and what it would decide. */
export interface Wait {
  /** `rules[ssh].sources`; of a relation, who it may lead to besides. */
  readonly path: string;
  readonly missing: readonly MissingEvidence[];
  /** Each with what the asset then comes to, all else as it is; `undecided` where something else is waited for, too. */
  readonly outcomes: readonly Outcome[];
}

/** What a datum could turn out to be: one of some values, any other value, no further row, or one that the condition is true of. */
export interface Outcome {
  readonly is: "values" | "otherValue" | "noFurther" | "oneThatHolds";
  readonly values?: readonly FieldValue[];
  readonly status: Exclude<AssetStatus, "notExamined">;
}
