import { suggestionFor } from "../errors.ts";
import type {
  AbstractType,
  AssetType,
  Detail,
  EnumType,
  Field,
  LoaderFacts,
  Reading,
  Relation,
} from "../types.ts";
import type { Definitions, TypeDefinition } from "./definitions.ts";
import { usedByFields } from "./document-directives.ts";
import { readDirectives } from "./directives.ts";
import type { DirectiveUses } from "./directives.ts";
import type { Members } from "./members.ts";
import { complaintAboutTypeName, pluralName } from "./names.ts";
import { knownSurroundings, surroundingOf } from "./paths.ts";
import { findParts } from "./parts.ts";
import { placeOf } from "./mistake-log.ts";
import type { Report } from "./mistake-log.ts";
import { readSource } from "./sources.ts";

/** The kinds of named types, each in the order of names; of the enums those that fields have. */
export interface Types {
  readonly types: ReadonlyMap<string, AssetType>;
  readonly abstractTypes: ReadonlyMap<string, AbstractType>;
  readonly enums: ReadonlyMap<string, EnumType>;
}

/** Puts the types together; mistakes in their directives, names and root fields are reported. */
export function readTypes(
  definitions: Definitions,
  members: Members,
  loaders: ReadonlyMap<string, LoaderFacts>,
  report: Report,
): Types {
  const all = [...definitions.types].sort(([a], [b]) => (a < b ? -1 : 1));
  const uses = new Map(
    all.map(([name, one]) => [name, readTypeDirectives(one, definitions, report)]),
  );
  const parts = findParts(definitions, members, (name) => uses.get(name)!.has("source"), report);
  const types = new Map<string, AssetType>();
  const abstractTypes = new Map<string, AbstractType>();
  const enums = new Map<string, EnumType>();
  const fieldTypes = usedByFields(definitions);
  for (const [name, definition] of all) {
    const complaint = complaintAboutTypeName(name, definitions.types);
    if (complaint) report("wrong-name", definition.name, complaint);
    if (definition.kind === "object") types.set(name, readAssetType(name, definition));
    else if (definition.kind === "enum") {
      if (fieldTypes.has(name)) enums.set(name, readEnum(definition));
    } else if (definition.kind !== "scalar")
      abstractTypes.set(name, readAbstract(name, definition));
  }
  checkRootFields([...types.values(), ...abstractTypes.values()], definitions, report);
  return { types, abstractTypes, enums };

  function readAssetType(name: string, definition: TypeDefinition): AssetType {
    const source = readSource(uses.get(name)!, definitions, loaders, report);
    const { fields, relations } = partition(name, members);
    if (members.of(name).size + definition.fields.length === 0)
      report("no-members", definition.name, `"${name}" has no fields.`);
    checkSurroundings(name, knownSurroundings(source?.details ?? []), members, report);
    return {
      name,
      kind: parts.has(name) ? "part" : "asset",
      ...(parts.has(name) && { owners: parts.get(name)! }),
      ...describe(definition, uses.get(name)!),
      interfaces: members.interfacesOf(name),
      fields: withPresence(
        new Map([...fields].map(([key, field]) => [key, withReading(field)])),
        source?.details ?? [],
      ),
      relations,
      ...(source && { source }),
    };
  }

  function readAbstract(name: string, definition: TypeDefinition): AbstractType {
    return {
      name,
      kind: definition.kind as "interface" | "union",
      ...describe(definition, uses.get(name)!),
      members: members.concretesOf(name),
      ...partition(name, members),
    };
  }
}

const locations = {
  object: "OBJECT",
  interface: "INTERFACE",
  union: "UNION",
  enum: "ENUM",
  scalar: "SCALAR",
};

function readTypeDirectives(
  { kind, directives, values }: TypeDefinition,
  definitions: Definitions,
  report: Report,
): DirectiveUses {
  for (const value of values)
    readDirectives(value.directives ?? [], "ENUM_VALUE", definitions, report);
  return readDirectives(directives, locations[kind], definitions, report);
}

function describe(definition: TypeDefinition, uses: DirectiveUses) {
  const place = placeOf(definition.name);
  const plural = uses.get("plural")?.[0]?.values.value as string | undefined;
  const alsoKnownAs = uses.get("knownAs")?.[0]?.values.names as readonly string[] | undefined;
  return {
    plural: plural ?? pluralName(definition.name.value),
    ...(alsoKnownAs && { alsoKnownAs }),
    ...(definition.description !== undefined && { description: definition.description }),
    ...(place && { place }),
  };
}

function partition(name: string, members: Members) {
  const fields = new Map<string, Field>();
  const relations = new Map<string, Relation>();
  for (const [key, member] of members.of(name))
    if ("field" in member) fields.set(key, member.field);
    else relations.set(key, member.relation);
  return { fields, relations };
}

/** A field of a concrete type that does not say how it is read has the property of its own name. */
function withReading(field: Field): Field {
  if (field.reading || field.derived || field.uncollected !== undefined) return field;
  const reading: Reading = { paths: [`properties.${field.name}`, field.name] };
  return { ...field, reading };
}

/** Fields that only a `@detail` brings know the field that tells whether the asset can have it at all, where there is one. */
function withPresence(
  fields: ReadonlyMap<string, Field>,
  details: readonly Detail[],
): ReadonlyMap<string, Field> {
  const all = [...fields.values()];
  const telling = details.flatMap(({ name }) => {
    const one = all.find(
      ({ reading }) => reading?.convert === "THERE" && reading.paths.join() === `$${name}`,
    );
    return one ? [{ start: `$${name}.`, presence: one.name }] : [];
  });
  return new Map(
    all.map((field) => {
      const { coalesce, reading, name } = field;
      const known = telling.find(({ start }) =>
        reading?.paths.every((path) => path.startsWith(start)),
      );
      const presence = known && coalesce !== undefined ? { presence: known.presence } : {};
      return [name, { ...field, ...presence }];
    }),
  );
}

function checkSurroundings(
  name: string,
  known: readonly string[],
  members: Members,
  report: Report,
): void {
  for (const member of members.of(name).values()) {
    const { reading } = "field" in member ? member.field : member.relation;
    for (const path of reading?.paths ?? []) {
      const word = surroundingOf(path);
      if (word === undefined || known.includes(word)) continue;
      const nearest = suggestionFor(
        `$${word}`,
        known.map((one) => `$${one}`),
      );
      report(
        "wrong-path",
        member.node.name,
        `"$${word}" in the path "${path}" is neither around an answer nor a "@detail" of ${name}.${nearest}`,
      );
    }
  }
}

function readEnum(definition: TypeDefinition): EnumType {
  return {
    name: definition.name.value,
    ...(definition.description !== undefined && { description: definition.description }),
    values: definition.values.map(({ name, description }) => ({
      name: name.value,
      ...(description && { description: description.value }),
    })),
  };
}

/** Root fields share one space of names: `connectors`, `connectorsConnection`, `connectorsAggregate`. */
function checkRootFields(
  all: readonly (AssetType | AbstractType)[],
  { types }: Definitions,
  report: Report,
): void {
  const owners = new Map<string, string>();
  for (const { name, kind, plural } of all) {
    if (kind === "part") continue;
    const node = types.get(name)!.name;
    if (!/^[a-z_]\w*$/.test(plural))
      report(
        "wrong-name",
        node,
        `"${plural}" cannot name a root field. Expected a name in lower camel case.`,
      );
    const wanted = [plural, `${plural}Connection`, `${plural}Aggregate`];
    const taken = wanted.find((field) => owners.has(field));
    if (taken !== undefined)
      report(
        "duplicate",
        node,
        `"${name}" would have the root field "${taken}", which "${owners.get(taken)}" has already. Give one of them another with "@plural".`,
      );
    else for (const field of wanted) owners.set(field, name);
  }
}
