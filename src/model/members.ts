import type { FieldDefinitionNode } from "graphql";
import { suggestionFor } from "../errors.ts";
import type { Definitions, TypeDefinition } from "./definitions.ts";
import { readMember } from "./fields.ts";
import type { Member } from "./fields.ts";
import type { Report } from "./mistake-log.ts";

/** Every type's fields and relations, those of its interfaces included, by type and name. */
export interface Members {
  of(typeName: string): ReadonlyMap<string, Member>;
  /** All interfaces of a type, those of its interfaces included, each before those that come with it. */
  interfacesOf(typeName: string): readonly string[];
  /** The object types behind a name: itself, an interface's implementers, a union's members; in the order of their names. */
  concretesOf(typeName: string): readonly string[];
}

/**
 * Reads all fields and hands interfaces' fields down: a type has every field of its interfaces, read as they say, but for
 * those it writes itself; of these it keeps the spelling.
 */
export function readMembers(definitions: Definitions, report: Report): Members {
  const interfaces = new Map<string, readonly string[]>();
  for (const [name, definition] of definitions.types)
    interfaces.set(name, allInterfaces(definition, definitions, report));
  const own = readOwn(definitions, report);
  const members = new Map<string, ReadonlyMap<string, Member>>();
  for (const name of definitions.types.keys()) {
    const all = new Map<string, Member>();
    for (const one of [name, ...interfaces.get(name)!].reverse())
      for (const [key, member] of own.get(one) ?? [])
        all.set(key, withSpellingOf(member, all.get(key)));
    members.set(name, all);
  }
  const concretes = readConcretes(definitions, interfaces, report);
  return {
    of: (name) => members.get(name) ?? new Map(),
    interfacesOf: (name) => interfaces.get(name) ?? [],
    concretesOf: (name) => concretes.get(name) ?? [],
  };
}

/** Filters over an interface are read once for all of its types: a field that a type reads anew keeps its spelling, and what it says. */
function withSpellingOf(member: Member, inherited: Member | undefined): Member {
  if (!("field" in member) || !inherited || !("field" in inherited)) return member;
  const { spelling, known, identifies } = inherited.field;
  const kept = {
    ...(spelling && !member.field.spelling && { spelling, ...(known && { known }) }),
    ...(identifies && { identifies }),
  };
  return { ...member, field: { ...member.field, ...kept } };
}

function readOwn(
  definitions: Definitions,
  report: Report,
): ReadonlyMap<string, ReadonlyMap<string, Member>> {
  const read = (node: FieldDefinitionNode): [string, Member][] => {
    const member = readMember(node, definitions, report);
    return member ? [[node.name.value, member]] : [];
  };
  return new Map(
    [...definitions.types].map(([name, { fields }]) => [name, new Map(fields.flatMap(read))]),
  );
}

function allInterfaces(
  definition: TypeDefinition,
  definitions: Definitions,
  report: Report,
): readonly string[] {
  const found: string[] = [];
  visit(definition);
  if (found.includes(definition.name.value))
    report(
      "wrong-implementation",
      definition.name,
      `"${definition.name.value}" implements itself.`,
    );
  return found.filter((name) => name !== definition.name.value);

  function visit({ interfaces, name: owner }: TypeDefinition): void {
    for (const node of interfaces) {
      const name = node.name.value;
      const target = definitions.types.get(name);
      if (target?.kind === "interface") {
        if (found.includes(name)) continue;
        found.push(name);
        visit(target);
      } else if (owner === definition.name)
        report(target ? "wrong-type" : "unknown-type", node, noInterface(name, definitions));
    }
  }
}

function noInterface(name: string, { types }: Definitions): string {
  if (types.has(name)) return `"${name}" is no interface.`;
  const names = [...types].filter(([, { kind }]) => kind === "interface").map(([known]) => known);
  return `Unknown interface "${name}".${suggestionFor(name, names)}`;
}

function readConcretes(
  { types }: Definitions,
  interfaces: ReadonlyMap<string, readonly string[]>,
  report: Report,
): ReadonlyMap<string, readonly string[]> {
  const objects = [...types].filter(([, { kind }]) => kind === "object").map(([name]) => name);
  const concretes = new Map<string, readonly string[]>();
  for (const [name, definition] of types)
    if (definition.kind === "object") concretes.set(name, [name]);
    else if (definition.kind === "interface")
      concretes.set(name, objects.filter((one) => interfaces.get(one)!.includes(name)).sort());
    else if (definition.kind === "union") {
      for (const member of definition.members)
        if (!objects.includes(member.name.value))
          report(
            "unknown-type",
            member,
            `Unknown type "${member.name.value}".${suggestionFor(member.name.value, objects)}`,
          );
      const known = definition.members.map((member) => member.name.value);
      concretes.set(name, known.filter((member) => objects.includes(member)).sort());
    }
  return concretes;
}
