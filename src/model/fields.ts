import { Kind } from "graphql/language";
import type { FieldDefinitionNode, TypeNode } from "graphql";
import { suggestionFor } from "../errors.ts";
import type { Derived, Field, Reading, Relation, ScalarName } from "../types.ts";
import type { Definitions } from "./definitions.ts";
import { readDirectives } from "./directives.ts";
import type { DirectiveUse, DirectiveUses } from "./directives.ts";
import { complaintAboutFieldName } from "./names.ts";
import { complaintAboutPath } from "./paths.ts";
import { placeOf } from "./mistake-log.ts";
import { readAbsence } from "./read-absence.ts";
import { readSpellingOf } from "./read-spelling.ts";
import type { Report } from "./mistake-log.ts";
import { scalarNames } from "./scalars.ts";

/** A field or relation as one line of SDL says it; what needs other types' fields is checked elsewhere. */
export type Member =
  | { readonly node: FieldDefinitionNode; readonly field: Field }
  | { readonly node: FieldDefinitionNode; readonly relation: Relation };

/** The directives that say how a relation is found; exactly one stands on each. */
const ways = ["embeds", "references", "inverse", "derived", "uncollected"];

/** The shape of a type reference: `[Name!]!`. */
interface Shape {
  readonly name: string;
  readonly node: TypeNode;
  readonly list: boolean;
  readonly required: boolean;
  readonly elementRequired: boolean;
}

/** Reads one field definition. Undefined, with the mistake reported, when its type is none that a model can hold. */
export function readMember(
  node: FieldDefinitionNode,
  definitions: Definitions,
  report: Report,
): Member | undefined {
  const uses = readDirectives(node.directives ?? [], "FIELD_DEFINITION", definitions, report);
  const complaint = complaintAboutFieldName(node.name.value);
  if (complaint) report("wrong-name", node.name, complaint);
  if (node.arguments?.length)
    report("unsupported-type", node.arguments[0]!, "A field of an asset takes no arguments.");
  const shape = shapeOf(node.type);
  if (!shape) {
    report("unsupported-type", node.type, "A list of lists cannot be filtered or stored.");
    return undefined;
  }
  const kind = definitions.types.get(shape.name)?.kind;
  if (kind === "object" || kind === "interface" || kind === "union")
    return { node, relation: readRelation(node, shape, uses, definitions, report) };
  if (kind === "enum" || scalarNames.includes(shape.name as ScalarName))
    return { node, field: readField(node, shape, uses, definitions, report) };
  const code = kind === "scalar" ? "unsupported-type" : "unknown-type";
  report(code, shape.node, complaintAboutType(shape.name, definitions));
  return undefined;
}

function complaintAboutType(name: string, { types }: Definitions): string {
  if (types.get(name)?.kind === "scalar")
    return `No filter knows the scalar "${name}". Expected one of ${scalarNames.join(", ")}.`;
  return `Unknown type "${name}".${suggestionFor(name, [...scalarNames, ...types.keys()])}`;
}

function shapeOf(type: TypeNode): Shape | undefined {
  const required = type.kind === Kind.NON_NULL_TYPE;
  const outer = required ? type.type : type;
  if (outer.kind === Kind.NAMED_TYPE)
    return { name: outer.name.value, node: outer, list: false, required, elementRequired: false };
  const elementRequired = outer.type.kind === Kind.NON_NULL_TYPE;
  const inner = outer.type.kind === Kind.NON_NULL_TYPE ? outer.type.type : outer.type;
  if (inner.kind !== Kind.NAMED_TYPE) return undefined;
  return { name: inner.name.value, node: inner, list: true, required, elementRequired };
}

function readField(
  node: FieldDefinitionNode,
  shape: Shape,
  uses: DirectiveUses,
  definitions: Definitions,
  report: Report,
): Field {
  const definition = definitions.types.get(shape.name);
  const values = definition?.kind === "enum" && definition.values.map(({ name }) => name.value);
  for (const way of ["embeds", "references", "inverse"])
    for (const use of uses.get(way) ?? [])
      report(
        "misplaced-directive",
        use.node,
        `"@${way}" leads to assets, and "${node.name.value}" is a value. Expected "@from".`,
      );
  const from = uses.get("from")?.[0];
  const reading = from && readReading(from, report);
  const uncollected = uses.get("uncollected")?.[0]?.values.reason as string | undefined;
  const derived = uses.get("derived")?.[0];
  const ways = [from, derived, uses.get("uncollected")?.[0]].filter((use) => use !== undefined);
  if (ways.length > 1) {
    const names = ways.slice(0, 2).map(({ name }) => `"@${name}"`);
    report(
      "exclude-each-other",
      ways[0]!.node,
      `"${node.name.value}" cannot be both ${names.join(" and ")}.`,
    );
  }
  if (reading?.equals && (shape.name !== "Boolean" || shape.list))
    report(
      "misplaced-directive",
      from!.node,
      `"equals" makes a Boolean, and "${node.name.value}" is none.`,
    );
  const spelling = readSpellingOf(uses, shape, report);
  const rangeTo = uses.get("range")?.[0]?.values.to as string | undefined;
  const known = uses.get("form")?.[0]?.values.known as readonly string[] | undefined;
  const field: Field = {
    name: node.name.value,
    scalar: values ? "String" : (shape.name as ScalarName),
    ...(values && { enumName: shape.name, values }),
    list: shape.list,
    required: shape.required,
    elementRequired: shape.elementRequired,
    ...describe(node),
    ...(reading && uncollected === undefined && { reading }),
    ...(uncollected !== undefined && { uncollected }),
    ...(derived && { derived: readDerived(derived, definitions, report) }),
    ...(spelling && { spelling }),
    ...(known && { known }),
    ...(rangeTo !== undefined && { rangeTo }),
    ...(uses.has("identifies") && { identifies: true as const }),
  };
  return { ...field, ...readAbsence(field, uses, report) };
}

function readRelation(
  node: FieldDefinitionNode,
  shape: Shape,
  uses: DirectiveUses,
  definitions: Definitions,
  report: Report,
): Relation {
  const name = node.name.value;
  for (const wrong of ["from", "coalesce", "words", "form"])
    for (const use of uses.get(wrong) ?? [])
      report(
        "misplaced-directive",
        use.node,
        `"@${wrong}" is about values, and "${name}" leads to ${shape.name}. Expected "@embeds", "@references" or "@inverse".`,
      );
  const way = readWay(node, shape, uses, report);
  const reading = way && way.name in { embeds: 1, references: 1 } && readReading(way, report);
  const { absence } = readAbsence({ name, list: shape.list }, uses, report);
  return {
    name,
    target: shape.name,
    toMany: shape.list,
    required: shape.required,
    kind: kindOf(way?.name),
    ...(reading && { reading }),
    ...(absence && { absence }),
    ...(way?.name === "inverse" && { inverse: (way.values.of as string | undefined) ?? "" }),
    ...readHolders(way, report),
    ...(way?.name === "uncollected" && { uncollected: String(way.values.reason) }),
    ...(way?.name === "derived" && { derived: readDerivedParts(way, shape, definitions, report) }),
    scope: way?.values.scope === "ANYWHERE" ? "ANYWHERE" : "CONNECTOR",
    ...describe(node),
  };
}

/** What a derived relation rests on; it leads to parts of one type. */
function readDerivedParts(
  use: DirectiveUse,
  shape: Shape,
  definitions: Definitions,
  report: Report,
): Derived {
  if (definitions.types.get(shape.name)?.kind !== "object")
    report(
      "wrong-type",
      use.node,
      '"@derived" leads to parts of one type. Expected "Type" or "[Type!]!".',
    );
  return readDerived(use, definitions, report);
}

function readDerived(use: DirectiveUse, { types }: Definitions, report: Report): Derived {
  const from = (use.values.from as readonly string[] | undefined) ?? [];
  const objects = [...types].filter(([, { kind }]) => kind === "object").map(([name]) => name);
  for (const name of from)
    if (!objects.includes(name))
      report(
        "unknown-type",
        use.node,
        `Unknown type "${name}" in "from".${suggestionFor(name, objects)}`,
      );
  if (from.length === 0)
    report("missing-value", use.node, '"from" of "@derived" needs at least one type.');
  return { by: String(use.values.by), from };
}

/**
 * What nothing reads yet is as good as embedded: it can only be missing in its owner's record. So is what is derived, whose
 * parts live in it.
 */
function kindOf(way: string | undefined): Relation["kind"] {
  if (way === "references" || way === "inverse") return way;
  return "embeds";
}

/** The one directive that says how the relation is found. */
function readWay(
  node: FieldDefinitionNode,
  shape: Shape,
  uses: DirectiveUses,
  report: Report,
): DirectiveUse | undefined {
  const found = ways.flatMap((way) => uses.get(way) ?? []);
  if (found.length === 0)
    report(
      "missing-reading",
      node.name,
      `"${node.name.value}" leads to ${shape.name}, but nothing says how. Expected "@embeds", "@references" or "@inverse".`,
    );
  if (found.length > 1) {
    const names = found.map((use) => `"@${use.name}"`).join(" and ");
    report(
      "exclude-each-other",
      found[1]!.node,
      `"${node.name.value}" can be found in one way only, not ${names}.`,
    );
  }
  return found[0];
}

/** Where an answer itself names those that lead to its asset. */
function readHolders(use: DirectiveUse | undefined, report: Report): Pick<Relation, "holders"> {
  const paths = use?.values.heldBy as readonly string[] | undefined;
  if (!use || !paths) return {};
  for (const path of paths) {
    const complaint = complaintAboutPath(path);
    if (complaint) report("wrong-path", use.node, complaint);
  }
  return { holders: paths.map((path) => ({ paths: [path] })) };
}

function readReading(use: DirectiveUse, report: Report): Reading {
  const paths = (use.values.path as readonly string[] | undefined) ?? [];
  const written = use.node.arguments?.find(({ name }) => name.value === "path")?.value;
  const nodes = written?.kind === Kind.LIST ? written.values : written ? [written] : [];
  if (written?.kind === Kind.LIST && nodes.length === 0)
    report("missing-value", written, `"path" of "@${use.name}" needs at least one path.`);
  for (const [index, path] of paths.entries()) {
    const complaint = typeof path === "string" && complaintAboutPath(path);
    if (complaint) report("wrong-path", nodes[index] ?? use.node, complaint);
  }
  const { convert, equals } = use.values;
  if (convert !== undefined && equals !== undefined)
    report(
      "exclude-each-other",
      use.node,
      `"convert" and "equals" of "@${use.name}" exclude each other.`,
    );
  return {
    paths,
    ...(typeof convert === "string" && { convert }),
    ...(Array.isArray(equals) && { equals: equals as string[] }),
  };
}

function describe(node: FieldDefinitionNode): Pick<Field, "description" | "place"> {
  const place = placeOf(node.name);
  return {
    ...(node.description && { description: node.description.value }),
    ...(place && { place }),
  };
}
