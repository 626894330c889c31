import type { ConstValueNode, DirectiveDefinitionNode, NamedTypeNode, TypeNode } from "graphql";
import { Kind } from "graphql/language";
import { suggestionFor } from "../errors.ts";
import type { Definitions } from "./definitions.ts";
import type { Report } from "./mistake-log.ts";

const builtIn = ["Boolean", "Float", "ID", "Int", "String"];

/** Enums of the grammar to which providers add their values; a schema may be of a provider that has none. */
const extended = new Set(["Provider", "Loader", "Derivation"]);

/** Directives that GraphQL defines itself. */
const own = new Set(["deprecated", "include", "oneOf", "skip", "specifiedBy"]);

/**
 * Checks what directives are defined with: documents are validated against them, and GraphQL's own complaint of a definition has no
 * place.
 */
export function checkDirectiveDefinitions(definitions: Definitions, report: Report): void {
  for (const directive of definitions.directives.values()) {
    const { name } = directive;
    if (own.has(name.value))
      report("reserved-name", name, `"@${name.value}" is one of GraphQL's own directives.`);
    if (name.value.startsWith("__")) report("reserved-name", name, reserved(name.value));
    checkArguments(directive, definitions, report);
  }
  for (const { kind, name, values } of definitions.types.values()) {
    if (kind === "enum" && values.length === 0 && !extended.has(name.value))
      report("no-members", name, `"${name.value}" has no value.`);
    for (const value of values)
      if (value.name.value.startsWith("__"))
        report("reserved-name", value.name, reserved(value.name.value));
  }
}

function reserved(name: string): string {
  return `"${name}" begins with "__", which GraphQL keeps for itself.`;
}

function checkArguments(
  directive: DirectiveDefinitionNode,
  { types }: Definitions,
  report: Report,
): void {
  const written = `@${directive.name.value}`;
  const inputs = [...types.values()].filter(({ kind }) => kind === "enum" || kind === "scalar");
  const names = [...inputs.map(({ name }) => name.value), ...builtIn];
  const seen = new Set<string>();
  for (const { name, type, defaultValue } of directive.arguments ?? []) {
    if (name.value.startsWith("__")) report("reserved-name", name, reserved(name.value));
    if (seen.has(name.value))
      report("duplicate", name, `"${written}" already has an argument "${name.value}".`);
    seen.add(name.value);
    const node = namedNode(type);
    const typeName = node.name.value;
    if (!names.includes(typeName)) {
      const what = types.has(typeName) ? `is no enum or scalar` : "is unknown";
      const near = suggestionFor(typeName, names);
      report(
        "unknown-type",
        node,
        `The type "${typeName}" of "${name.value}" of "${written}" ${what}.${near}`,
      );
    } else if (defaultValue) {
      const values = types.get(typeName)?.values.map((value) => value.name.value);
      const isEnum = types.get(typeName)?.kind === "enum";
      const complaint = complainOf(defaultValue, type, isEnum ? values : undefined);
      if (complaint !== undefined)
        report(
          "wrong-value",
          defaultValue,
          `The default of "${name.value}" of "${written}" ${complaint}`,
        );
    }
  }
}

function namedNode(type: TypeNode): NamedTypeNode {
  return type.kind === Kind.NAMED_TYPE ? type : namedNode(type.type);
}

const kindsOf: Readonly<Record<string, readonly Kind[]>> = {
  Boolean: [Kind.BOOLEAN],
  Float: [Kind.INT, Kind.FLOAT],
  ID: [Kind.INT, Kind.STRING],
  Int: [Kind.INT],
  String: [Kind.STRING],
};

/** What is wrong with a default, as it follows its name; `values` are those of its enum. */
function complainOf(
  value: ConstValueNode,
  type: TypeNode,
  values: readonly string[] | undefined,
): string | undefined {
  if (type.kind === Kind.NON_NULL_TYPE)
    return value.kind === Kind.NULL ? "is null." : complainOf(value, type.type, values);
  if (value.kind === Kind.NULL) return undefined;
  if (type.kind === Kind.LIST_TYPE) {
    const members = value.kind === Kind.LIST ? value.values : [value];
    return members.map((one) => complainOf(one, type.type, values)).find((one) => one);
  }
  if (values) {
    if (value.kind === Kind.ENUM && values.includes(value.value)) return undefined;
    const near = "value" in value ? suggestionFor(String(value.value), values) : "";
    return `is none of ${values.join(", ")}.${near}`;
  }
  const kinds = kindsOf[type.name.value];
  return kinds && !kinds.includes(value.kind) ? `is no ${type.name.value}.` : undefined;
}
