import type { SnapshotInfo } from "../types.ts";

/** What a report about fields is made of: the map of what checks read. */
export interface FieldsReport {
  /** Absent where there is none: then nothing is counted. */
  readonly snapshot?: SnapshotInfo;
  /** How many checks were looked at. */
  readonly checks: number;
  readonly types: readonly TypeFields[];
}

/** A type with its fields and relations. */
export interface TypeFields {
  readonly type: string;
  /** Its assets, or parts, in the snapshot. */
  readonly assets?: number;
  readonly members: readonly MemberFacts[];
}

/** A field or relation, and who makes something of it. */
export interface MemberFacts {
  readonly name: string;
  readonly kind: "field" | "relation";
  /** Ids of the checks whose filters read it. */
  readonly checks: readonly string[];
  /** Whether a row of some check's cases states it. */
  readonly inCases: boolean;
  /** In so many assets it has a value, or leads anywhere; in so many that is not known. */
  readonly filled?: number;
  readonly unknown?: number;
  /** Why nothing reads it from the cloud yet. */
  readonly uncollected?: string;
  /** Every asset has it, or another side says it: nothing that a check has to be written for. */
  readonly isCommon?: true;
}

/** A member of a list, with its type. */
export interface Listed extends MemberFacts {
  readonly type: string;
  readonly assets?: number;
}

/** What a report's facts point at. */
export interface FieldLists {
  /** Checks read it and it is null in every asset there is: perhaps the service renamed it. */
  readonly alwaysNull: readonly Listed[];
  /** It has values, and no check reads it: what could be promised as well. */
  readonly unread: readonly Listed[];
  /** Checks read it and nothing brings it: they stay undecided. */
  readonly uncollected: readonly Listed[];
}

/** Picks out what somebody should look at. */
export function listsOf({ types }: FieldsReport): FieldLists {
  const all = types.flatMap(({ type, assets, members }) =>
    members.map((member): Listed => ({
      type,
      ...(assets === undefined ? {} : { assets }),
      ...member,
    })),
  );
  const isRead = ({ checks }: Listed) => checks.length > 0;
  const isCollected = ({ uncollected }: Listed) => uncollected === undefined;
  return {
    alwaysNull: all.filter(
      (one) =>
        isRead(one) && isCollected(one) && one.filled === 0 && (one.assets ?? 0) > one.unknown!,
    ),
    unread: all.filter((one) => !isRead(one) && !one.isCommon && (one.filled ?? 0) > 0),
    uncollected: all.filter((one) => isRead(one) && !isCollected(one)),
  };
}
