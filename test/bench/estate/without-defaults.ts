import { operators } from "../../../src/dialect/operators.ts";
import type { Wanted } from "../../../src/dialect/variables.ts";
import type { Filter } from "../../../src/types.ts";
import type { Layout, Table } from "./layout.ts";

/**
 * The same filter for engines that know nothing of `@coalesce`: a comparison with a field that has a default says what holds
 * where the field is null.
 */
export function withoutDefaults(layout: Layout, type: string, filter: Filter): Filter {
  return rewrite(layout, layout.tables.get(type)!, filter);
}

function rewrite(layout: Layout, table: Table, filter: Filter): Filter {
  switch (filter.kind) {
    case "and":
    case "or":
      return { kind: filter.kind, of: filter.of.map((part) => rewrite(layout, table, part)) };
    case "not":
      return { kind: "not", of: rewrite(layout, table, filter.of) };
    case "quantify": {
      const target = layout.tables.get(table.hops.get(filter.relation)?.target ?? "");
      return filter.where && target
        ? { ...filter, where: rewrite(layout, target, filter.where) }
        : filter;
    }
    case "compare":
      return rewriteComparison(table, filter);
    default:
      return filter;
  }
}

function rewriteComparison(table: Table, filter: Filter & { kind: "compare" }): Filter {
  const { field, operator, value } = filter;
  const column = table.columns.find(({ name }) => name === field);
  if (column?.coalesce === undefined) return filter;
  const isNull: Filter = { kind: "null", field };
  const holds = operators[operator]!.test(column.coalesce, value as Wanted, column.scalar);
  return holds
    ? { kind: "or", of: [isNull, filter] }
    : { kind: "and", of: [{ kind: "not", of: isNull }, filter] };
}
