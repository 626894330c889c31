import { typeNamed } from "../dialect/keys.ts";
import type { Mistake } from "../errors.ts";
import { collectedTypesOf, membersOf } from "../model/concrete.ts";
import type { Filter } from "../types.ts";
import { conditionsOf } from "./conditions.ts";
import type { LintContext, LintRule } from "./context.ts";

/** Conditions on what nothing brings from the cloud yet: assets that they decide over stay undecided. */
export const findUncollected: LintRule = ({ rules }, context) =>
  rules.flatMap((rule) => {
    const unread = whyUnread(context, rule.query.type);
    if (unread !== undefined)
      return [note(`This version does not read ${unread} yet, so that all is undecided.`, rule)];
    return conditionsOf(context.model, rule).flatMap(({ type, filter, place }) => {
      const name = memberOf(filter);
      if (name === undefined) return [];
      const { fields, relations } = typeNamed(context.model, type);
      const relation = relations.get(name);
      const reason = fields.get(name)?.uncollected ?? relation?.uncollected;
      const far =
        relation && reason === undefined ? whyUnread(context, relation.target) : undefined;
      if (reason !== undefined)
        return [
          note(
            `Nothing reads "${name}" of ${type} yet: ${reason} Whatever depends on it is undecided.`,
            { place },
          ),
        ];
      return far === undefined
        ? []
        : [
            note(
              `"${name}" leads to ${far}, which this version does not read yet. Whatever depends on it is undecided.`,
              { place },
            ),
          ];
    });
  });

function note(message: string, { place }: Pick<Mistake, "place">): Mistake {
  return { code: "uncollected", message, ...(place ? { place } : {}) };
}

function memberOf(filter: Filter): string | undefined {
  if (filter.kind === "quantify") return filter.relation;
  return filter.kind === "compare" || filter.kind === "null" ? filter.field : undefined;
}

/** The type's name, where this version reads none of the assets that it stands for. */
function whyUnread({ model, isRead }: LintContext, type: string): string | undefined {
  const brought = membersOf(model, type).flatMap((member) => collectedTypesOf(model, member));
  const types = brought.map((name) => model.types.get(name)!);
  return types.length > 0 && !types.some(isRead) ? type : undefined;
}
