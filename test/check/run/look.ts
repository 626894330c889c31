import { createInventory } from "../../../src/engine/inventory.ts";
import { createBuilder } from "../../../src/inventory/build.ts";
import { readWhere } from "../../../src/dialect/filter.ts";
import { readModel } from "../../../src/model/read.ts";
import { renderFilter } from "../../../src/dialect/render.ts";
import type { RuleQuestions } from "../../../src/check/run/rule-scope.ts";
import type { AssetRecord, Filter, Inventory, Query } from "../../../src/types.ts";

/** Vaults with tags, secrets in them, and all that says what a row is or what it lacks. */
export const model = readModel([
  {
    file: "vaults.graphql",
    text: `
      enum Grade { GOOD BAD }
      interface Asset { id: ID! name: String region: String connector: Connector @references(path: ["$connector"]) }
      type Connector implements Asset { owner: String }
      type Tag { key: String value: String }
      type Vault implements Asset {
        tags: [Tag!]! @embeds(path: ["tags"])
        sku: String
        size: Int
        grade: Grade
        words: [String!]
        tenant: String @from(path: ["tenant"]) @form(as: GUID)
        home: String @from(path: ["home"]) @form(as: RESOURCE_ID)
        tenants: [String!] @from(path: ["tenants"]) @form(as: GUID)
        secrets: [Secret!]! @inverse(of: "vault")
      }
      type Secret implements Asset {
        kind: String
        isOpen: Boolean
        note: String
        vault: Vault @references(path: ["vault"])
        users: [Vault!]! @references(path: ["users"])
      }
    `,
  },
]);

export function filterOf(type: string, where: unknown): Filter {
  const { filter, mistakes } = readWhere(model, type, where);
  if (!filter || mistakes.length > 0) throw new Error(JSON.stringify(mistakes));
  return filter;
}

/** An inventory of these vaults and secrets, all in one connector. */
export function inventoryOf(
  records: readonly (Partial<AssetRecord> & Pick<AssetRecord, "type" | "id">)[],
): Inventory {
  const builder = createBuilder(model);
  builder.add({ type: "Connector", id: "/c", connector: "/c", fields: { name: "c" }, links: {} });
  for (const record of records) builder.add({ connector: "/c", fields: {}, links: {}, ...record });
  const info = { id: "made", takenAt: "2026-01-01T00:00:00Z", origin: "test", assayVersion: "0" };
  const own = { ...info, schemaFingerprint: model.fingerprint, formatVersion: 1 };
  return createInventory(model, builder.build(own));
}

/** What a rule asks besides what it finds fault with, a line for each; `nothing` where that is all. */
export function show({ reach, scope, arms, related }: RuleQuestions): readonly string[] {
  const filter = ({ where }: Query) => renderFilter(where!);
  const lines = [
    ...(reach ? [`reach ${filter(reach)}`] : []),
    ...(scope ? [`scope ${filter(scope)}`] : []),
    ...arms.map((arm) => `or ${filter(arm)}`),
    ...related.map(({ query, shown, unless }) => {
      const other = unless ? `, where one is so ${filter(unless)}` : "";
      return `${query.type} ${filter(query)}: ${shown}${other}`;
    }),
  ];
  return lines.length > 0 ? lines : ["nothing"];
}
