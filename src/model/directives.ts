import { Kind } from "graphql/language";
import type {
  ConstDirectiveNode,
  ConstValueNode,
  DirectiveDefinitionNode,
  InputValueDefinitionNode,
  TypeNode,
} from "graphql";
import { suggestionFor } from "../errors.ts";
import type { Definitions } from "./definitions.ts";
import type { Report } from "./mistake-log.ts";

/** One use of a directive: its arguments as plain values, defaults filled in; those that are wrong are left out. */
export interface DirectiveUse {
  readonly name: string;
  readonly node: ConstDirectiveNode;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The uses on one node, by the directive's name. */
export type DirectiveUses = ReadonlyMap<string, readonly DirectiveUse[]>;

/**
 * Reads the directives that stand at one place, `location` being that place's name in GraphQL (`FIELD_DEFINITION`, …).
 *
 * Unknown directives and arguments, wrong places, repetitions, missing arguments and values of a wrong type are reported.
 */
export function readDirectives(
  nodes: readonly ConstDirectiveNode[],
  location: string,
  definitions: Definitions,
  report: Report,
): DirectiveUses {
  const uses = new Map<string, DirectiveUse[]>();
  for (const node of nodes) {
    const name = node.name.value;
    const definition = definitions.directives.get(name);
    if (!definition || !stands(definition, location)) {
      report(
        definition ? "misplaced-directive" : "unknown-directive",
        node,
        complaintAbout(name, location, definitions),
      );
      continue;
    }
    const earlier = uses.get(name) ?? [];
    if (earlier.length > 0 && !definition.repeatable) {
      report("duplicate", node, `"@${name}" may stand here only once.`);
      continue;
    }
    const values = readArguments(node, definition, definitions, report);
    uses.set(name, [...earlier, { name, node, values }]);
  }
  return uses;
}

const placeNames: Readonly<Record<string, string>> = {
  OBJECT: "a type",
  INTERFACE: "an interface",
  UNION: "a union",
  ENUM: "an enum",
  ENUM_VALUE: "an enum's value",
  SCALAR: "a scalar",
  FIELD_DEFINITION: "a field",
};

function stands(definition: DirectiveDefinitionNode, location: string): boolean {
  return definition.locations.some(({ value }) => value === location);
}

function complaintAbout(name: string, location: string, { directives }: Definitions): string {
  const place = placeNames[location] ?? location;
  const fitting = [...directives.values()]
    .filter((definition) => stands(definition, location))
    .map((definition) => `@${definition.name.value}`);
  if (directives.has(name)) return `"@${name}" cannot stand on ${place}.`;
  return `Unknown directive "@${name}" on ${place}.${suggestionFor(`@${name}`, fitting)}`;
}

function readArguments(
  node: ConstDirectiveNode,
  definition: DirectiveDefinitionNode,
  definitions: Definitions,
  report: Report,
): Record<string, unknown> {
  const name = node.name.value;
  const wanted = new Map((definition.arguments ?? []).map((one) => [one.name.value, one]));
  const values: Record<string, unknown> = {};
  const written = new Set<string>();
  for (const argument of node.arguments ?? []) {
    const key = argument.name.value;
    const expected = wanted.get(key);
    if (!expected)
      report(
        "unknown-argument",
        argument,
        `Unknown argument "${key}" of "@${name}".${suggestionFor(key, wanted.keys())}`,
      );
    else if (written.has(key))
      report("duplicate", argument, `"${key}" of "@${name}" is given twice.`);
    else {
      const read = readValue(argument.value, expected.type, definitions);
      if ("value" in read) values[key] = read.value;
      else report("wrong-value", argument.value, `"${key}" of "@${name}" ${read.complaint}`);
    }
    written.add(key);
  }
  for (const [key, expected] of wanted) if (!written.has(key)) fillIn(key, expected);
  return values;

  function fillIn(key: string, { defaultValue, type }: InputValueDefinitionNode): void {
    if (defaultValue) {
      const read = readValue(defaultValue, type, definitions);
      if ("value" in read) values[key] = read.value;
    } else if (type.kind === Kind.NON_NULL_TYPE)
      report("missing-value", node, `"@${name}" needs "${key}".`);
  }
}

type ReadValue = { readonly value: unknown } | { readonly complaint: string };

function readValue(node: ConstValueNode, type: TypeNode, definitions: Definitions): ReadValue {
  if (type.kind === Kind.NON_NULL_TYPE)
    return node.kind === Kind.NULL
      ? { complaint: "may not be null." }
      : readValue(node, type.type, definitions);
  if (node.kind === Kind.NULL) return { value: undefined };
  if (type.kind === Kind.LIST_TYPE) return readList(node, type.type, definitions);
  return readNamed(node, type.name.value, definitions);
}

/** A single value stands for a list of one, as everywhere in GraphQL. */
function readList(node: ConstValueNode, member: TypeNode, definitions: Definitions): ReadValue {
  const read = (node.kind === Kind.LIST ? node.values : [node]).map((value) =>
    readValue(value, member, definitions),
  );
  const wrong = read.find((one) => "complaint" in one);
  return wrong ?? { value: read.map((one) => ("value" in one ? one.value : undefined)) };
}

function readNamed(node: ConstValueNode, name: string, definitions: Definitions): ReadValue {
  const definition = definitions.types.get(name);
  if (definition?.kind === "enum") {
    const names = definition.values.map((value) => value.name.value);
    if (node.kind !== Kind.ENUM)
      return { complaint: `takes one of ${names.join(", ")}, written without quotes.` };
    if (names.includes(node.value)) return { value: node.value };
    const nearest = suggestionFor(node.value, names) || ` Expected one of ${names.join(", ")}.`;
    return { complaint: `has no value "${node.value}".${nearest}` };
  }
  const value = name in fits ? plainValue(node) : literalOf(node);
  const fitting =
    name in fits ? node.kind !== Kind.ENUM && fits[name]!(value) : value !== undefined;
  if (!fitting)
    return {
      complaint: `takes ${takes[name] ?? "a number, a text, a boolean or a list of such"}.`,
    };
  return { value };
}

const takes: Readonly<Record<string, string>> = {
  String: "a text in double quotes",
  Int: "a whole number",
  Float: "a number",
  Boolean: "true or false",
};

const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === "string",
  Int: (value) => Number.isInteger(value),
  Float: (value) => typeof value === "number",
  Boolean: (value) => typeof value === "boolean",
};

/** A plain value, or a list of plain values. */
function literalOf(node: ConstValueNode): unknown {
  if (node.kind !== Kind.LIST) return plainValue(node);
  const members = node.values.map(plainValue);
  return members.includes(undefined) ? undefined : members;
}

/** Of an enum's value its name, so that a scalar of any value takes it. Undefined for lists and objects. */
function plainValue(node: ConstValueNode): string | number | boolean | undefined {
  if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return Number(node.value);
  if (node.kind === Kind.STRING || node.kind === Kind.BOOLEAN || node.kind === Kind.ENUM)
    return node.value;
  return undefined;
}
