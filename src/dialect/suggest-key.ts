import { suggestionFor } from "../errors.ts";
import { typesKnownAs } from "../model/known-as.ts";
import type { Field, Model, Relation } from "../types.ts";
import { meaningOf } from "./foreign-operators.ts";
import { type FilteredType, keyForOne, nestedQuantifiers, suffixesOf, typeNamed } from "./keys.ts";
import { suggestSuffix } from "./suggest-operator.ts";

/** Nothing longer is anybody's name, and each is taken apart. */
const LONGEST = 150;

/** So many neighbours, and so many names of a type, are told. */
const neighboursTold = 2;
const namesTold = 16;

/** What to write in place of a key that a type's `where` does not have; one sentence behind a blank, or "". */
export function suggestKey(model: Model, type: FilteredType, written: string): string {
  if (written.length > LONGEST) return "";
  if (/^(?:and|or|not)$/i.test(written) && type.kind !== "union")
    return ` Did you mean "${written.toUpperCase()}"?`;
  const stands = declaredIn(type, written);
  if (stands) return suggestSuffix(stands.of, stands.suffix, suffixesOf(stands.of));
  const [base, suffix] = partKey(written);
  const as = (name: string) => {
    const of = type.fields.get(name) ?? type.relations.get(name);
    return of && suffixesOf(of).includes(suffix) ? name + suffix : name;
  };
  const isOfMany = nestedQuantifiers[suffix.slice(1).toLowerCase()] !== undefined;
  return (
    suggestRelations(model, type, base, as) ||
    suggestNeighbours(model, type, base, suffix) ||
    suggestRoot(model, type, base) ||
    suggestionFor(base, namesOf(type)).replaceAll(
      /"(\w+)"/g,
      (_, name: string) => `"${as(name)}"`,
    ) ||
    `${isOfMany ? "" : suggestPair(model, type, base)} ${type.name} has ${listSome(namesOf(type))}.`
  );
}

/** What to select in place of a field that a type does not have. */
export function suggestSelection(model: Model, type: FilteredType, written: string): string {
  return (
    suggestRelations(model, type, written, (name) => name) ||
    listNeighbours(model, type, written, ({ name }, own) => `\`${name} { ${own} }\``)
  );
}

/** The field or relation that a key begins with, and what stands behind it and is no suffix of it. */
function declaredIn(
  type: FilteredType,
  written: string,
): { readonly of: Field | Relation; readonly suffix: string } | undefined {
  for (let end = written.length - 1; end > 0; end--) {
    const name = written.slice(0, end);
    const of = type.fields.get(name) ?? type.relations.get(name);
    if (!of) continue;
    const suffix = written.slice(end);
    // `nameContains`; and not `publicIpAddress`, which only begins like another name.
    const isApart =
      suffix.startsWith("_") || meaningOf(suffix, "scalar" in of ? "field" : "relation");
    if (isApart || suffixesOf(of).some((own) => own === `_${suffix.toUpperCase()}`))
      return { of, suffix };
  }
  return undefined;
}

/** A key that nothing declares, parted where its suffix seems to begin. */
function partKey(written: string): readonly [base: string, suffix: string] {
  const suffix = /_[A-Z]+(?:_[A-Z]+)*$/.exec(written)?.[0] ?? "";
  return [written.slice(0, written.length - suffix.length), suffix];
}

/** The relations that lead to what the cloud, or another tool, calls so. */
function suggestRelations(
  model: Model,
  type: FilteredType,
  base: string,
  as: (name: string) => string,
): string {
  const meant = typesKnownAs(model, base).map(({ name }) => name);
  const found = [...type.relations.values()].filter(({ target }) => meant.includes(target));
  if (found.length === 0) return "";
  return ` Did you mean ${found
    .slice(0, neighboursTold)
    .map(({ name }) => `"${as(name)}"`)
    .join(" or ")}?`;
}

function suggestNeighbours(model: Model, type: FilteredType, base: string, suffix: string): string {
  return listNeighbours(model, type, base, (relation, own, of) => {
    const key = suffixesOf(of).includes(suffix) ? own + suffix : own;
    return `\`${keyForOne(relation)}: { ${key}: … }\``;
  });
}

/** ` "publicIp" is on NetworkInterface: …`, for those neighbours that declare the name; parts before others. */
function listNeighbours(
  model: Model,
  type: FilteredType,
  written: string,
  write: (relation: Relation, name: string, of: Field | Relation) => string,
): string {
  const wanted = written.toLowerCase();
  const found = [...type.relations.values()].flatMap((relation) => {
    const target = typeNamed(model, relation.target);
    const own = [...target.fields.values(), ...target.relations.values()];
    const of = own.find(({ name }) => name.toLowerCase() === wanted);
    return of ? [{ relation, of }] : [];
  });
  const order = ["embeds", "references", "inverse"];
  found.sort((a, b) => order.indexOf(a.relation.kind) - order.indexOf(b.relation.kind));
  const told = found
    .slice(0, neighboursTold)
    .map(({ relation, of }) => `on ${relation.target}: ${write(relation, of.name, of)}`);
  return told.length === 0 ? "" : ` "${found[0]!.of.name}" is ${told.join("; and ")}.`;
}

/** What has a root field and is not led to from here. */
function suggestRoot(model: Model, type: FilteredType, base: string): string {
  const known = typesKnownAs(model, base).find(({ kind }) => kind !== "part");
  if (!known || known === type) return "";
  const back = [...known.relations.values()].find(({ target }) => target === type.name);
  const where = back ? ` there \`${back.name}\` leads to ${type.name}.` : "";
  return ` Nothing on ${type.name} leads to ${known.name}, whose root field is "${known.plural}"${back ? ";" : "."}${where}`;
}

/** Parts that are a key and its value, as tags are, have names that no schema knows. */
function suggestPair(model: Model, type: FilteredType, base: string): string {
  const pair = [...type.relations.values()].find(({ target, toMany }) => {
    const { fields, kind } = typeNamed(model, target);
    return toMany && kind === "part" && fields.has("key") && fields.has("value");
  });
  if (!pair) return "";
  return ` One of its ${pair.name} is asked for by \`${pair.name}_SOME: { key: "${base}", value: … }\`.`;
}

/** What a union has are its types. */
function namesOf(type: FilteredType): readonly string[] {
  if (type.kind === "union") return type.members;
  return [...type.fields.keys(), ...type.relations.keys()];
}

function listSome(names: readonly string[]): string {
  if (names.length === 0) return "no fields";
  const shown = names.slice(0, namesTold).join(", ");
  return names.length > namesTold ? `${shown} and ${names.length - namesTold} more` : shown;
}
