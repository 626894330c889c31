import { allOf, anyOf, isOfType, not } from "../../dialect/nodes.ts";
import { typeNamed } from "../../dialect/keys.ts";
import { membersOf } from "../../model/concrete.ts";
import type { Filter, Model, Rule, Step } from "../../types.ts";
import type { Scope } from "./scope.ts";

/** What of a rule is asked where only some assets are meant. */
export interface Inside extends Pick<Rule, "query" | "offendersPath"> {
  /** True for the rows that the rule can name, or from which its path leads to what it can name, and only for those. */
  readonly within: Filter | undefined;
}

/**
 * A rule, to be asked of what stands inside alone. What counts is where the assets stand that it names: with a path those at its end, and
 * where that leads nowhere what was returned.
 */
export function narrowRule(model: Model, scope: Scope, rule: Rule): Inside {
  const { query, offendersPath: path = [] } = rule;
  const own = scope.filterOf(query.type);
  const last = path.at(-1);
  if (!last) return { query: narrowed(query, own), within: own };
  const end = scope.filterOf(endOf(model, query.type, path));
  // Of a type that has no such relation a path leads nowhere.
  const lacking = membersOf(model, query.type).filter(
    (name) => !typeNamed(model, name).relations.has(path[0]!.relation),
  );
  const alone = anyOf([
    not(leadsTo(path, undefined)!),
    lacking.length > 0 ? isOfType(lacking) : undefined,
  ]);
  const within = anyOf([leadsTo(path, end), allOf([own, alone])]);
  const offendersPath = [...path.slice(0, -1), narrowed(last, end)];
  return { query: narrowed(query, within), offendersPath, within };
}

function narrowed<T extends { readonly where?: Filter | undefined }>(
  of: T,
  within: Filter | undefined,
): T {
  return within ? { ...of, where: allOf([of.where, within]) } : of;
}

/** True for rows from which a path leads to one for which `end` is true. */
function leadsTo(path: readonly Step[], end: Filter | undefined): Filter | undefined {
  return path.reduceRight<Filter | undefined>((rest, { relation, where }) => {
    const far = allOf([where, rest]);
    return { kind: "quantify", relation, quantifier: "SOME", ...(far ? { where: far } : {}) };
  }, end);
}

function endOf(model: Model, type: string, path: readonly Step[]): string {
  return path.reduce((near, { relation }) => {
    const types = [near, ...membersOf(model, near)].map((name) => typeNamed(model, name));
    return types.find(({ relations }) => relations.has(relation))!.relations.get(relation)!.target;
  }, type);
}
