import { InputError, shorten, suggestionFor, type Mistake } from "../../errors.ts";
import { allOf, anyOf, isOfType } from "../../dialect/nodes.ts";
import { renderFilter } from "../../dialect/render.ts";
import { membersOf } from "../../model/concrete.ts";
import type { AssetType, Filter, Inventory, Model } from "../../types.ts";
import { nounsOf, readKnownConnectors } from "./find-connectors.ts";
import { scopeKinds, type Selected } from "./kinds.ts";

/** Which assets are meant: those that stand inside. Words of one kind mean any of them, several kinds all of them. */
export interface Scope {
  /** As they were written, each once: `subscription:web-prod`. */
  readonly words: readonly string[];
  /** True for the assets of a concrete type, an interface or a union that are inside. */
  filterOf(type: string): Filter | undefined;
  /** True for all connectors that have assets inside; undefined: any may. */
  readonly connectors?: Filter;
  /** True for the connectors that are meant themselves, by what they are; undefined: all are. */
  readonly accounts?: Filter;
}

/**
 * Reads the words that narrow a run, such as `subscription:web-prod` and `tag:environment=production`. Undefined without any.
 *
 * @throws InputError of all words that stand for nothing in this snapshot
 */
export async function readScope(
  inventory: Inventory,
  words: readonly string[],
): Promise<Scope | undefined> {
  const own = [...new Set(words)];
  if (own.length === 0) return undefined;
  const connectors = await readKnownConnectors(inventory);
  const nouns = nounsOf(connectors);
  const mistakes: Mistake[] = [];
  const byKind = new Map<string, string[]>();
  for (const word of own) {
    const at = word.indexOf(":");
    const name = word.slice(0, Math.max(at, 0)).toLowerCase();
    const kind = nouns.has(name) ? "connector" : name;
    if (!Object.hasOwn(scopeKinds, kind)) mistakes.push(unknownKind(word, name, nouns));
    else if (word.length === at + 1)
      mistakes.push({
        code: "empty-value",
        message: `"${word}" has nothing behind the colon: it takes ${scopeKinds[kind]!.takes}.`,
      });
    else byKind.set(kind, [...(byKind.get(kind) ?? []), word.slice(at + 1)]);
  }
  const selected: Selected[] = [];
  for (const [kind, values] of byKind)
    try {
      selected.push(await scopeKinds[kind]!.select({ inventory, connectors }, values));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      mistakes.push(...error.mistakes);
    }
  if (mistakes.length > 0) throw new InputError(mistakes);
  return createScope(inventory.model, own, selected);
}

function unknownKind(word: string, kind: string, nouns: ReadonlySet<string>): Mistake {
  const kinds = [...new Set([...nouns, ...Object.keys(scopeKinds)])];
  const written = kinds.map((one) => `"${one}:…"`).join(", ");
  return {
    code: "unknown-value",
    message: `"${shorten(word)}" narrows by nothing that is known: write one of ${written}.${suggestionFor(kind, kinds)}`,
  };
}

function createScope(model: Model, words: readonly string[], selected: readonly Selected[]): Scope {
  const connectors = allOf(selected.map((one) => one.connectors));
  const accounts = allOf(selected.map((one) => one.accounts));
  const known = new Map<string, Filter | undefined>();
  return {
    words,
    filterOf(name) {
      if (!known.has(name)) known.set(name, filterOver(model, name, selected));
      return known.get(name);
    },
    ...(connectors ? { connectors } : {}),
    ...(accounts ? { accounts } : {}),
  };
}

/** Where types differ in what is inside, each has its own filter behind a test for it; types of which nothing is are ruled out. */
function filterOver(model: Model, name: string, selected: readonly Selected[]): Filter | undefined {
  const members = membersOf(model, name);
  const filters = members.map((member) => filterFor(model.types.get(member)!, selected));
  const inside = members.filter((_, i) => !isNone(filters[i]));
  const alike = Map.groupBy(inside, (member) => {
    const filter = filters[members.indexOf(member)];
    return filter ? renderFilter(filter) : "";
  });
  const groups = [...alike.values()].map((names) => ({
    names,
    filter: filters[members.indexOf(names[0]!)],
  }));
  const test = inside.length < members.length ? isOfType(inside) : undefined;
  if (groups.length <= 1) return allOf([test, groups[0]?.filter]);
  const each = groups.map(({ names, filter }) => allOf([isOfType(names), filter]));
  return allOf([test, anyOf(each)]);
}

function filterFor(type: AssetType, selected: readonly Selected[]): Filter | undefined {
  const filters = selected.map((one) => one.rowsOf(type));
  return filters.find(isNone) ?? allOf(filters);
}

/** Whether a filter is true of no asset whatever. */
export function isNone(filter: Filter | undefined): boolean {
  return filter?.kind === "type" && filter.names.length === 0;
}
