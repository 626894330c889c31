import pluralize from "pluralize";
import type { ScalarName } from "../types.ts";
import { scalarNames } from "./scalars.ts";

/**
 * The root field of a type without `@plural`: its name in camel case with each run of capitals lowered as one word, then the
 * plural. `SecurityContact` gives `securityContacts`, `IAMRole` `iamRoles`, `AWS_Account` `awsAccounts`, `K8sPod` `k8SPods`.
 */
export function pluralName(typeName: string): string {
  return pluralize(camelCase(typeName));
}

/** Words part at underscores, before a capital that a small letter follows, after a small letter or digit before a capital. */
function camelCase(name: string): string {
  const leading = /^_*/.exec(name)![0];
  const words = name.slice(leading.length).match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  const lowered = words.map((word) => word.toLowerCase());
  return leading + lowered.map((word, index) => (index === 0 ? word : capital(word))).join("");
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Keys that every `where` or quantifier has, so that no field may bear their name. */
const reservedFields = ["AND", "OR", "NOT", "typename", "some", "none", "all", "single", "exists"];

/** Members that every row of a case file can have besides its type's own. */
const caseMembers = ["is", "because", "missing", "like"];

/** Why a field may not have this name, as a sentence; undefined when it may. */
export function complaintAboutFieldName(name: string): string | undefined {
  if (name.startsWith("__")) return `"${name}" begins with "__", which GraphQL keeps for itself.`;
  if (reservedFields.includes(name))
    return `"${name}" cannot name a field: filters have a key of that name.`;
  if (caseMembers.includes(name))
    return `"${name}" cannot name a field: rows of case files have a member of that name.`;
  const suffix = /_[A-Z]+(?:_[A-Z]+)*$/.exec(name)?.[0];
  if (suffix)
    return `"${name}" cannot name a field: "${suffix}" at the end of a filter's key names an operator.`;
  return undefined;
}

const reservedTypes = [
  "Query",
  "Mutation",
  "Subscription",
  "PageInfo",
  "SortDirection",
  "AssetCount",
  "CaseEstate",
  "CaseExpected",
  "CaseListing",
  "CaseStatus",
  "CaseVerdict",
];

/** Endings of the types that the generated schema adds to each of ours and, for filters, to each scalar. */
const generatedEndings = [
  "Where",
  "ListWhere",
  "ConnectionWhere",
  "ConnectionListWhere",
  "Options",
  "Sort",
  "Connection",
  "Edge",
  "Aggregate",
  "Implementation",
  "Filter",
  "ListFilter",
  "Given",
  "GivenMember",
];

/** Why a type may not have this name beside `names`, as a sentence; undefined when it may. */
export function complaintAboutTypeName(
  name: string,
  names: ReadonlyMap<string, unknown>,
): string | undefined {
  if (name.startsWith("__")) return `"${name}" begins with "__", which GraphQL keeps for itself.`;
  if (reservedTypes.includes(name)) return `"${name}" is a type of the generated schema.`;
  const isKnown = (one: string) => names.has(one) || scalarNames.includes(one as ScalarName);
  const ending = generatedEndings.find(
    (one) => name.endsWith(one) && isKnown(name.slice(0, -one.length)),
  );
  if (!ending) return undefined;
  return `"${name}" is a type that the generated schema makes for "${name.slice(0, -ending.length)}".`;
}
