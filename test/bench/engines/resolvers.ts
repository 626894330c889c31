import DataLoader from "dataloader";
import { buildSchema, execute, type ExecutionResult, type GraphQLSchema, parse } from "graphql";
import type { Filter, Literal } from "../../../src/types.ts";
import { comparisonOf } from "./closures.ts";
import type { Engine, OpenEngine, Question, Task } from "./engine.ts";
import { linkObjects, type Node } from "./objects.ts";

type Truth = boolean | null;

/** Plain graphql-js: the root resolver filters an array by walking the `where`, relations are at hand. */
export const openSynchronousResolvers: OpenEngine = async (task) => {
  const nodes = linkObjects(task);
  return resolverEngine(task, ({ type, plain }) =>
    nodes.get(type)!.filter((node) => plain === undefined || truth(plain, node) === true),
  );
};

/** The same with every relation behind a DataLoader, as resolvers over a service are written. */
export const openLoadingResolvers: OpenEngine = async (task) => {
  const nodes = linkObjects(task);
  return resolverEngine(task, async ({ type, plain }) => {
    const loaders = new Map<string, DataLoader<Node, readonly Node[]>>();
    const related = (node: Node, relation: string): Promise<readonly Node[]> => {
      let loader = loaders.get(relation);
      if (!loader) {
        loader = new DataLoader(async (sources) =>
          sources.map((source) => relatedNodes(source, relation)),
        );
        loaders.set(relation, loader);
      }
      return loader.load(node);
    };
    const all = nodes.get(type)!;
    if (plain === undefined) return all;
    const held = await Promise.all(all.map((node) => loadedTruth(plain, node, related)));
    return all.filter((_, position) => held[position] === true);
  });
};

function resolverEngine(
  task: Task,
  resolve: (question: Question) => readonly Node[] | Promise<readonly Node[]>,
): Engine {
  const schema: GraphQLSchema = buildSchema(
    "type Row { id: ID! name: String } type Query { check(position: Int!): [Row!]! }",
  );
  const document = parse("query ($position: Int!) { check(position: $position) { id name } }");
  const rootValue = {
    check: ({ position }: { position: number }) => resolve(task.questions[position]!),
  };
  const run = async (position: number): Promise<readonly { id: string }[]> => {
    const result: ExecutionResult = await execute({
      schema,
      document,
      rootValue,
      variableValues: { position },
    });
    if (result.errors) throw result.errors[0]!;
    return result.data!.check as readonly { id: string }[];
  };
  // A round takes up to a minute: what the last one answered is what is compared.
  const answered: (readonly { id: string }[])[] = [];
  return {
    rows: async () => {
      for (const position of task.questions.keys()) answered[position] = await run(position);
      return answered.map(({ length }) => length);
    },
    ids: async (question) => {
      const position = task.questions.indexOf(question);
      return (answered[position] ?? (await run(position))).map(({ id }) => id);
    },
    close: async () => {},
  };
}

function relatedNodes(node: Node, relation: string): readonly Node[] {
  const value = node[relation];
  return Array.isArray(value) ? (value as Node[]) : value === null ? [] : [value as Node];
}

function truth(filter: Filter, node: Node): Truth {
  switch (filter.kind) {
    case "and":
      return conjunction(filter.of.map((part) => truth(part, node)));
    case "or":
      return disjunction(filter.of.map((part) => truth(part, node)));
    case "not":
      return negation(truth(filter.of, node));
    case "quantify": {
      const { where } = filter;
      const inner = relatedNodes(node, filter.relation).map(
        (target) => where === undefined || truth(where, target),
      );
      return quantified(filter.quantifier, inner);
    }
    default:
      return scalarTruth(filter, node);
  }
}

/** Waits only where a relation is followed: what can be told at once is. */
function loadedTruth(
  filter: Filter,
  node: Node,
  related: (node: Node, relation: string) => Promise<readonly Node[]>,
): Truth | Promise<Truth> {
  switch (filter.kind) {
    case "and":
    case "or": {
      const join = filter.kind === "and" ? conjunction : disjunction;
      const parts = filter.of.map((part) => loadedTruth(part, node, related));
      return isKnown(parts) ? join(parts) : Promise.all(parts).then(join);
    }
    case "not": {
      const inner = loadedTruth(filter.of, node, related);
      return inner instanceof Promise ? inner.then(negation) : negation(inner);
    }
    case "quantify":
      return loadedQuantifier(filter, node, related);
    default:
      return scalarTruth(filter, node);
  }
}

async function loadedQuantifier(
  { relation, quantifier, where }: Filter & { kind: "quantify" },
  node: Node,
  related: (node: Node, relation: string) => Promise<readonly Node[]>,
): Promise<Truth> {
  const targets = await related(node, relation);
  const inner = targets.map((target) => where === undefined || loadedTruth(where, target, related));
  return quantified(quantifier, isKnown(inner) ? inner : await Promise.all(inner));
}

function isKnown(truths: readonly (Truth | Promise<Truth>)[]): truths is readonly Truth[] {
  return truths.every((truth) => !(truth instanceof Promise));
}

const conjunction = (values: readonly Truth[]): Truth =>
  values.includes(false) ? false : values.includes(null) ? null : true;
const disjunction = (values: readonly Truth[]): Truth =>
  values.includes(true) ? true : values.includes(null) ? null : false;
const negation = (value: Truth): Truth => (value === null ? null : !value);

function quantified(quantifier: string, inner: readonly Truth[]): boolean {
  const trues = inner.filter((value) => value === true).length;
  if (quantifier === "SOME") return trues > 0;
  if (quantifier === "NONE") return trues === 0;
  if (quantifier === "SINGLE") return trues === 1;
  return trues > 0 && !inner.includes(false);
}

function scalarTruth(
  filter: Exclude<Filter, { kind: "and" | "or" | "not" | "quantify" }>,
  node: Node,
): Truth {
  if (filter.kind === "null") return node[filter.field] === null;
  if (filter.kind === "type") return true;
  const value = node[filter.field];
  if (filter.operator === "IN") {
    const members = filter.value as readonly Literal[];
    if (members.length === 0) return false;
    if (value === null) return null;
    return members.includes(value as Literal) || (members.includes(null) ? null : false);
  }
  if (value === null) return null;
  return comparisonOf(filter.operator, filter.value as string)(value as string);
}
