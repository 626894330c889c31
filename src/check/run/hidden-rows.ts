import { conjunctsOf } from "../../dialect/clash.ts";
import { createOutcomes } from "../../dialect/outcomes.ts";
import { renderFilter } from "../../dialect/render.ts";
import { isVariable } from "../../dialect/variables.ts";
import type { Filter, Inventory, Model, Query } from "../../types.ts";
import { testConnectors } from "./connectors.ts";
import { findNamed } from "./named-rows.ts";
import { askedOf, type Question, queryOf } from "./question.ts";
import type { Gap } from "./unreadable.ts";
import { type Keep, weaken } from "./weaken.ts";

/** The concrete types whose rows a query can return: those of its root field, narrowed by type tests that must hold. */
export function typesOf(model: Model, { type, where }: Query): readonly string[] {
  const members = model.abstractTypes.get(type)?.members ?? [type];
  const tests = conjunctsOf(where).filter((filter) => filter.kind === "type");
  return members.filter((member) => tests.every(({ names }) => names.includes(member)));
}

/** A condition on the connector that an asset is in, whatever it asks of it. */
export const isOfConnector: Keep = (filter) =>
  filter.kind === "quantify" && filter.relation === "connector";

/** What of an inventory's assets may be hidden from a question because collections are not complete. */
export interface HiddenRows {
  /** Whether whole rows may be hidden from it. */
  mayHide(question: Question): Promise<boolean>;
  /** The collections that may hide them. */
  behind(question: Question): Promise<Gap>;
}

/**
 * Looks at what an inventory could not read. Rows may be hidden from a question where a collection of its types is incomplete, of one
 * for which its filter can hold, in a connector that it does not rule out: by its id, or by any condition on connectors that is known
 * to be false of it. `questions` are those that will be asked about, but for connectors that are named by their ids.
 */
export async function findHiddenRows(
  inventory: Inventory,
  questions: readonly Question[],
): Promise<HiddenRows> {
  const coverage = await inventory.coverage();
  const incomplete = coverage.filter(({ status }) => status !== "complete");
  const incompleteTypes = new Set(incomplete.map(({ type }) => type));
  const outcomes = createOutcomes(inventory.model);
  const known = new Map<object, readonly string[]>();
  const incompleteOf = (question: Question): readonly string[] => {
    const asked = askedOf(question);
    const types =
      known.get(asked) ??
      typesOf(inventory.model, asked.query).filter(
        (type) => incompleteTypes.has(type) && outcomes.of(type, asked.query.where).canHold,
      );
    known.set(asked, types);
    return types;
  };
  const relevant = questions.filter(
    (question) =>
      (question.inside !== undefined || namedConnectors(question) === undefined) &&
      incompleteOf(question).length > 0,
  );
  const named = new Map<Question, readonly string[]>();
  for (const question of relevant) {
    const connectors = await findNamed(inventory, queryOf(question));
    if (connectors) named.set(question, connectors);
  }
  const within = await testFilters(inventory, relevant);
  const left = async (question: Question): Promise<readonly string[] | undefined> => {
    const isWithin = within.get(question);
    if (!isWithin) return undefined;
    const hidden = await inventory.collections({ types: incompleteOf(question), incomplete: true });
    return [...new Set(hidden.map(({ connector }) => connector))].filter(isWithin);
  };
  const find = async (question: Question): Promise<Gap> => {
    const types = incompleteOf(question);
    if (types.length === 0) return { types };
    const stated = namedConnectors(question) ?? named.get(question);
    const isWithin = (question.inside && within.get(question)) ?? (() => true);
    const connectors = stated?.filter(isWithin) ?? (await left(question));
    return connectors ? { types, connectors } : { types };
  };
  const remembered = new Map<Question, Promise<Gap>>();
  const behind = (question: Question): Promise<Gap> => {
    const gap = remembered.get(question) ?? find(question);
    remembered.set(question, gap);
    return gap;
  };
  return {
    behind,
    async mayHide(question) {
      const { types, connectors } = await behind(question);
      // Without a connector in the filter there is no need to make an object of each collection.
      if (types.length === 0 || !connectors) return types.length > 0;
      const open = await inventory.collections({ types, incomplete: true, connectors });
      return open.length > 0;
    },
  };
}

/** For questions that say something of their rows' connectors: whether it may be true of the connector with an id. */
async function testFilters(
  inventory: Inventory,
  questions: readonly Question[],
): Promise<ReadonlyMap<Question, (id: string) => boolean>> {
  const filters = new Map<string, Filter>();
  const texts = new Map<Question, string>();
  for (const question of questions) {
    const filter = connectorFilterOf(inventory.model, question);
    if (!filter) continue;
    // Many questions say the same of connectors.
    const text = renderFilter(filter);
    filters.set(text, filter);
    texts.set(question, text);
  }
  const tests = await testConnectors(inventory, [...filters.values()]);
  const byText = new Map([...filters.keys()].map((text, i) => [text, tests[i]!]));
  return new Map([...texts].map(([question, text]) => [question, byText.get(text)!]));
}

/** What a query says of its rows' connectors, as a filter over connectors: each of those names itself as its own. */
function connectorFilterOf(model: Model, question: Question): Filter | undefined {
  const { type, where } = queryOf(question);
  if (type === "Connector") return question.inside?.within;
  const isOwn = model.types.get("Connector")?.relations.get("connector")?.target === "Connector";
  return isOwn ? weaken(where, isOfConnector) : undefined;
}

/** The connectors whose assets a question can return, where its filter names them: `{ connector: { id: "…" } }`. */
function namedConnectors(question: Question): readonly string[] | undefined {
  const { connector } = question;
  const { type, where } = askedOf(question).query;
  const idsIn = (filter: Filter) => idsOf(filter, connector);
  const named = conjunctsOf(where).flatMap((filter) => {
    if (type === "Connector") return idsIn(filter);
    const isConnector = filter.kind === "quantify" && filter.relation === "connector";
    if (!isConnector || filter.quantifier !== "SOME") return [];
    return conjunctsOf(filter.where).flatMap(idsIn);
  });
  return named.length > 0 ? named : undefined;
}

function idsOf(filter: Filter, connector: string | undefined): readonly string[] {
  if (filter.kind !== "compare" || filter.field !== "id" || filter.operator !== "EQ") return [];
  if (isVariable(filter.value)) return connector === undefined ? [] : [connector];
  return typeof filter.value === "string" ? [filter.value] : [];
}
