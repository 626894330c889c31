import { InputError, shorten, suggestionFor, type Mistake } from "../../errors.ts";
import { allOf, anyOf, isNull, isOfType, not } from "../../dialect/nodes.ts";
import { membersOf } from "../../model/concrete.ts";
import { writtenId } from "../../model/spellings.ts";
import type { AssetType, Filter, Inventory, Model } from "../../types.ts";
import { findInScope } from "./asset-scope.ts";
import { groupsAbove } from "./groups-above.ts";
import { ofConnector } from "./of-connector.ts";
import { findConnectors, type KnownConnector } from "./find-connectors.ts";
import { suggestTag, type TagWord } from "./tags.ts";

/** What the words of one kind select, together. */
export interface Selected {
  /** The assets of a type that are meant; undefined: all of them. */
  rowsOf(type: AssetType): Filter | undefined;
  /** The connectors in which all of those stand, as a filter over connectors; undefined: they may stand in any. */
  readonly connectors?: Filter;
  /** The connectors that are meant themselves; undefined: all of them. */
  readonly accounts?: Filter;
}

/** What words are looked up in. */
export interface Known {
  readonly inventory: Inventory;
  readonly connectors: readonly KnownConnector[];
}

/** A kind of word that a run can be narrowed by. */
export interface ScopeKind {
  /** What stands behind the colon, for people. */
  readonly takes: string;
  /** What is selected by any of `values`, as they were written. @throws InputError of all that stand for nothing */
  select(known: Known, values: readonly string[]): Promise<Selected>;
}

/**
 * The kinds, by the word before the colon: a further one is one entry. A connector also goes by what its cloud calls such an account
 * (see `accountNoun`).
 */
export const scopeKinds: Readonly<Record<string, ScopeKind>> = {
  connector: {
    takes: "an id, the last part of one, or a name",
    async select({ connectors }, values) {
      return inConnectors(isOneOf("id", findConnectors(connectors, values)));
    },
  },
  group: {
    takes: "a group's id, its name, or the name that is displayed",
    select: selectGroups,
  },
  tag: {
    takes: "key=value",
    select: selectTags,
  },
  type: {
    takes: "an asset type's name, its root field, or the cloud's own name of it",
    async select({ inventory: { model } }, values) {
      const names = namesOfTypes(model);
      return ofTypes(lookUp(names, values, "unknown-type", "There is no asset type"));
    },
  },
  asset: {
    takes: "an asset's id, or the address of its page in the portal",
    async select({ inventory }, values) {
      const { rowsOf, connectors } = await findInScope(inventory, values);
      const where = isOneOf("id", connectors);
      return { rowsOf, connectors: where, accounts: where };
    },
  },
  service: {
    takes: "the folder of the schema that an asset type stands in",
    async select({ inventory: { model } }, values) {
      const names = multimap(assetTypes(model).map((type) => [serviceOf(type), [type.name]]));
      return ofTypes(lookUp(names, values, "unknown-value", "The schema has no service"));
    },
  },
};

/** The folder that a type's file stands in. */
function serviceOf({ place }: AssetType): string {
  return place?.file.split(/[\\/]/).at(-2) ?? "";
}

function assetTypes({ types }: Model): readonly AssetType[] {
  return [...types.values()].filter(({ kind }) => kind === "asset");
}

/** The asset types that each name stands for, in lower case. */
function namesOfTypes(model: Model): Names {
  return multimap([
    ...[...assetTypes(model), ...model.abstractTypes.values()].flatMap(({ name, plural }) => {
      const members = membersOf(model, name);
      return [
        [name, members],
        [plural, members],
      ] as const;
    }),
    ...assetTypes(model).map(({ name, source }) => [source?.resourceType ?? name, [name]] as const),
  ]);
}

type Names = ReadonlyMap<string, { readonly written: string; readonly types: ReadonlySet<string> }>;

function multimap(entries: readonly (readonly [string, readonly string[]])[]): Names {
  const names = new Map<string, { written: string; types: Set<string> }>();
  for (const [written, types] of entries) {
    if (written === "") continue;
    const own = names.get(written.toLowerCase()) ?? { written, types: new Set() };
    names.set(written.toLowerCase(), own);
    for (const type of types) own.types.add(type);
  }
  return names;
}

function lookUp(
  names: Names,
  values: readonly string[],
  code: Mistake["code"],
  lack: string,
): readonly string[] {
  const all = [...names.values()].map(({ written }) => written);
  const unknown = values.filter((value) => !names.has(value.toLowerCase()));
  if (unknown.length > 0)
    throw new InputError(
      unknown.map((value) => ({
        code,
        message: `${lack} "${shorten(value)}".${suggestionFor(value, all)}`,
      })),
    );
  return values.flatMap((value) => [...names.get(value.toLowerCase())!.types]);
}

function ofTypes(names: readonly string[]): Selected {
  const meant = new Set(names);
  return { rowsOf: ({ name }) => (meant.has(name) ? undefined : isOfType([])) };
}

/** All assets in the connectors for which a filter is true. */
function inConnectors(where: Filter): Selected {
  return { connectors: where, accounts: where, rowsOf: (type) => ofConnector(type, where) };
}

function isOneOf(field: string, values: readonly string[]): Filter {
  const [first] = values;
  if (values.length === 1) return { kind: "compare", field, operator: "EQ", value: first! };
  return { kind: "compare", field, operator: "IN", value: [...values] };
}

async function selectGroups({ inventory }: Known, values: readonly string[]): Promise<Selected> {
  const { model } = inventory;
  const relation = groupsAbove(model);
  const fields = relation ? [...(model.types.get(relation.target)?.fields.keys() ?? [])] : [];
  const names = fields.filter((name) => /name$/i.test(name));
  const filters = values.map((value) => {
    // Of an id the last part is the name.
    const name = writtenId(value).split("/").at(-1)!;
    return anyOf(names.map((field) => equals(field, name)));
  });
  const answers = relation
    ? await inventory.select(filters.map((where) => ({ type: relation.target, where })))
    : [];
  const unknown = values.filter((_, i) => (answers[i]?.matched ?? 0) === 0);
  if (unknown.length > 0) {
    const there = relation ? await readTexts(inventory, relation.target, names) : [];
    throw new InputError(
      unknown.map((value) => ({
        code: "unknown-value",
        message: `No connector in the snapshot is in a group "${shorten(value)}".${suggestionFor(value, there)}`,
      })),
    );
  }
  return inConnectors({
    kind: "quantify",
    relation: relation!.name,
    quantifier: "SOME",
    where: anyOf(filters)!,
  });
}

async function readTexts(
  inventory: Inventory,
  type: string,
  fields: readonly string[],
): Promise<ReadonlySet<string>> {
  const [all] = await inventory.select([{ type }]);
  const texts = new Set<string>();
  for (const rows of await all!.rows("matched", { limit: 10_000 }))
    for (const column of await inventory.read(rows, fields))
      for (const text of column) if (typeof text === "string") texts.add(text);
  return texts;
}

function equals(field: string, value: string): Filter {
  return { kind: "compare", field, operator: "EQ", value, ignoreCase: true };
}

/**
 * An asset's own tag decides; where it has none of this key that of its connector does. Keys are the same in any case, values letter by
 * letter.
 */
async function selectTags({ inventory }: Known, values: readonly string[]): Promise<Selected> {
  const words = values.map(readTag);
  const target = inventory.model.types.get("Connector")?.relations.get("tags")?.target;
  const answers = target
    ? await inventory.select(words.map((word) => ({ type: target, where: isTag(word) })))
    : [];
  const mistakes: Mistake[] = [];
  for (const [i, word] of words.entries())
    if ((answers[i]?.matched ?? 0) === 0)
      mistakes.push({
        code: "unknown-value",
        message: await suggestTag(inventory, target, word),
      });
  if (mistakes.length > 0) throw new InputError(mistakes);
  const carries = (word: TagWord) => hasTag(isTag(word));
  return {
    accounts: anyOf(words.map(carries))!,
    rowsOf: (type) => {
      const isOwn = type.relations.has("tags");
      const own = words.map((word) => {
        const above = ofConnector(type, carries(word));
        if (!isOwn || type.name === "Connector") return above;
        const lacks = not(hasTag(equals("key", word.key)));
        return anyOf([carries(word), allOf([lacks, above])]);
      });
      return anyOf(own);
    },
  };
}

function readTag(written: string): TagWord {
  const at = written.indexOf("=");
  if (at > 0) return { key: written.slice(0, at), value: written.slice(at + 1) };
  throw new InputError(
    "wrong-value",
    `"tag:${shorten(written)}" names no value: a tag is written "tag:key=value".`,
  );
}

function isTag({ key, value }: TagWord): Filter {
  const same: Filter = { kind: "compare", field: "value", operator: "EQ", value };
  return allOf([equals("key", key), value === "" ? anyOf([same, isNull("value", false)]) : same])!;
}

function hasTag(where: Filter): Filter {
  return { kind: "quantify", relation: "tags", quantifier: "SOME", where };
}
