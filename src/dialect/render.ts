import type { Filter, Literal } from "../types.ts";
import { compareText } from "./values.ts";

/**
 * A filter as one line of text for people: `securityContacts none OR securityContacts some (email = "")`. It is
 * canonical: filters of one meaning that differ only in the order or repetition of conditions give the same text, and
 * different filters different texts, so that it can serve as a key.
 */
export function renderFilter(filter: Filter): string {
  return render(filter);
}

function render(filter: Filter): string {
  switch (filter.kind) {
    case "and":
    case "or":
      return renderList(filter.kind, filter.of);
    case "not":
      return `NOT (${render(filter.of)})`;
    case "null":
      return `${filter.field} is null`;
    case "compare": {
      const operator = filter.operator === "EQ" ? "=" : filter.operator;
      const fold = filter.ignoreCase ? " ignoring case" : "";
      return `${filter.field} ${operator} ${renderValue(filter.value)}${fold}`;
    }
    case "quantify": {
      const where = filter.where ? ` (${render(filter.where)})` : "";
      return `${filter.relation} ${filter.quantifier}${where}`;
    }
    case "type":
      return `type is ${[...filter.names].sort(compareText).join(" or ")}`;
  }
}

/** A value as JSON; a variable by its name, which no value in JSON looks like. */
function renderValue(value: Literal | readonly Literal[]): string {
  if (Array.isArray(value)) return `[${value.map(renderValue).join(",")}]`;
  const one = value as Literal;
  return typeof one === "object" && one !== null ? `$${one.variable}` : JSON.stringify(one);
}

function renderList(kind: "and" | "or", of: readonly Filter[]): string {
  const parts = new Set(
    of.map((part) =>
      part.kind === "and" || part.kind === "or" ? `(${render(part)})` : render(part),
    ),
  );
  return [...parts].sort(compareText).join(kind === "and" ? " AND " : " OR ");
}
