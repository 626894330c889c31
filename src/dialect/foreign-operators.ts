/** What an operator of another language says in ours. */
export interface Meaning {
  /** Suffixes that say it, without `_` in front; the first of them that stands on the field says it best. */
  readonly oneOf?: readonly string[];
  /** Suffixes that say it together. */
  readonly all?: readonly string[];
  /** The value behind the suffix, where it is not the one that was written. */
  readonly value?: string;
}

/** Other languages' words by what they mean, in small letters without `_`, `$` and blanks. */
const meanings: readonly (readonly [words: string, meaning: Meaning])[] = [
  ["ne neq noteq notequal notequals notequalto isnot isnt not differs", { oneOf: ["NOT"] }],
  ["eq equal equals equalto is", { oneOf: ["EQ"] }],
  ["nin notin noneof notanyof notoneof", { oneOf: ["NOT_IN", "NOT_INCLUDES_SOME"] }],
  ["in anyof oneof isin", { oneOf: ["IN", "INCLUDES_SOME"] }],
  ["like ilike", { oneOf: ["CONTAINS", "MATCHES", "INCLUDES"] }],
  ["nlike notlike nilike notilike", { oneOf: ["NOT_CONTAINS", "NOT_INCLUDES"] }],
  ["regex regexp iregex rlike match matchesregex similar pattern", { oneOf: ["MATCHES"] }],
  ["has contains icontains search fulltext", { oneOf: ["INCLUDES", "CONTAINS"] }],
  [
    "nothas hasnot ncontains notcontains doesnotcontain excludes",
    { oneOf: ["NOT_INCLUDES", "NOT_CONTAINS"] },
  ],
  [
    "hasany hassome overlaps intersects containsany includesany any some",
    { oneOf: ["INCLUDES_SOME"] },
  ],
  ["hasall hasevery containsall all every", { oneOf: ["INCLUDES_ALL"] }],
  ["hasnone containsnone none", { oneOf: ["NOT_INCLUDES_SOME"] }],
  ["ge gteq min atleast from since greaterthanorequal greaterthanorequals", { oneOf: ["GTE"] }],
  ["greaterthanequal greaterorequal notlt notless notbefore", { oneOf: ["GTE"] }],
  ["le lteq max atmost until lessthanorequal lessthanorequals", { oneOf: ["LTE"] }],
  ["lessthanequal lessorequal notgt notgreater notafter", { oneOf: ["LTE"] }],
  ["gt greater greaterthan morethan above over after", { oneOf: ["GT"] }],
  ["lt less lessthan smaller below under before", { oneOf: ["LT"] }],
  ["between range", { all: ["GTE", "LTE"] }],
  ["begins beginswith istartswith starts startswith prefix", { oneOf: ["STARTS_WITH"] }],
  ["ends iendswith endswith suffix", { oneOf: ["ENDS_WITH"] }],
  ["null isnull missing absent notset unset notexists", { oneOf: ["EXISTS"], value: "false" }],
  ["notnull isnotnull present isset defined isdefined", { oneOf: ["EXISTS"], value: "true" }],
];

/** The same of relations: how many related rows. */
const quantities: typeof meanings = [
  ["any has some someof in includes contains eq atleastone", { oneOf: ["SOME"] }],
  ["every each all", { oneOf: ["ALL"] }],
  ["no none notany notsome noneof ne neq nin notin not", { oneOf: ["NONE", "NOT"] }],
  ["one exactlyone single only", { oneOf: ["SINGLE"] }],
  ["null isnull empty isempty missing absent notexists", { oneOf: ["EXISTS"], value: "false" }],
  ["notnull isnotnull notempty isnotempty present", { oneOf: ["EXISTS"], value: "true" }],
];

const ofFields = byWord(meanings);
const ofRelations = byWord(quantities);

/** What an operator of another language, however it is spelt (`_NE`, `$ne`, `notEqual`, `__icontains`), says of a field or a relation. */
export function meaningOf(written: string, of: "field" | "relation"): Meaning | undefined {
  return (of === "field" ? ofFields : ofRelations).get(plainWord(written));
}

/** The comparison of `@expect` that such an operator says, as `neq` for `notEqual`; it may be none. */
export function comparisonMeant(written: string): string | undefined {
  const suffix = meaningOf(written, "field")?.oneOf?.[0];
  return suffix === "NOT" ? "neq" : suffix?.toLowerCase();
}

/** Operators that are spelt alike but for case, `_` and `$` have the same plain word. */
export function plainWord(operator: string): string {
  return operator.replaceAll(/[_$\s]/g, "").toLowerCase();
}

/** Whether an operator, ours or another language's, says what is not so. */
export function isNegative(operator: string): boolean {
  return /^(?:n(?!ull)|un|excl|doesnt|isnt)|not|none/.test(plainWord(operator));
}

function byWord(table: typeof meanings): ReadonlyMap<string, Meaning> {
  return new Map(
    table.flatMap(([words, meaning]) => words.split(" ").map((word) => [word, meaning] as const)),
  );
}
