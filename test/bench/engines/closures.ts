import type { Filter, Literal } from "../../../src/types.ts";
import type { Engine, OpenEngine, Question } from "./engine.ts";
import { linkObjects, type Node } from "./objects.ts";

type Test = (node: Node) => boolean;

/** A program without an engine, written well: each check compiled once to closures over linked objects. */
export const openClosures: OpenEngine = async (task) => {
  const nodes = linkObjects(task);
  const compiled = task.questions.map((question) => compileQuestion(question));
  return objectEngine(nodes, task.questions, (position) => (of) => of.filter(compiled[position]!));
};

/** An engine over linked objects, given how to choose the nodes of a question. */
export function objectEngine(
  nodes: ReadonlyMap<string, readonly Node[]>,
  questions: readonly Question[],
  chooser: (position: number) => (of: readonly Node[]) => readonly Node[],
): Engine {
  const choosers = questions.map((_, position) => chooser(position));
  const choose = (position: number) => choosers[position]!(nodes.get(questions[position]!.type)!);
  return {
    rows: async () =>
      questions.map((_, position) => {
        const found = choose(position).map(({ id, name }) => ({ id, name }));
        return found.length;
      }),
    ids: async (question) => choose(questions.indexOf(question)).map(({ id }) => id),
    close: async () => {},
  };
}

function compileQuestion({ plain }: Question): Test {
  return plain === undefined ? () => true : compile(plain, true);
}

/** The test for "this filter is definitely true" or, with `wanted` false, "definitely false". */
function compile(filter: Filter, wanted: boolean): Test {
  switch (filter.kind) {
    case "and":
    case "or": {
      const tests = filter.of.map((part) => compile(part, wanted));
      return (filter.kind === "and") === wanted ? all(tests) : any(tests);
    }
    case "not":
      return compile(filter.of, !wanted);
    case "null": {
      const { field } = filter;
      return wanted ? (node) => node[field] === null : (node) => node[field] !== null;
    }
    case "compare":
      return compileComparison(filter, wanted);
    case "type":
      return () => wanted;
    case "quantify": {
      const test = compileQuantifier(filter);
      return wanted ? test : (node) => !test(node);
    }
  }
}

function all(tests: readonly Test[]): Test {
  const [first, second] = tests;
  if (tests.length === 2) return (node) => first!(node) && second!(node);
  return (node) => tests.every((test) => test(node));
}

function any(tests: readonly Test[]): Test {
  const [first, second] = tests;
  if (tests.length === 2) return (node) => first!(node) || second!(node);
  return (node) => tests.some((test) => test(node));
}

function compileComparison(filter: Filter & { kind: "compare" }, wanted: boolean): Test {
  const { field } = filter;
  if (filter.operator === "IN") {
    const members = filter.value as readonly Literal[];
    if (members.length === 0) return () => !wanted;
    const known = new Set<unknown>(members.filter((member) => member !== null));
    const hasNull = known.size < new Set(members).size;
    if (wanted) return (node) => known.has(node[field]);
    return hasNull ? () => false : (node) => node[field] !== null && !known.has(node[field]);
  }
  const holds = comparisonOf(filter.operator, filter.value as string);
  return (node) => {
    const value = node[field];
    return value !== null && holds(value as string) === wanted;
  };
}

/** Two values compared, neither of them null; for JavaScript's operators texts and numbers are alike. */
export function comparisonOf(operator: string, wanted: string): (value: string) => boolean {
  switch (operator) {
    case "EQ":
      return (value) => value === wanted;
    case "LT":
      return (value) => value < wanted;
    case "LTE":
      return (value) => value <= wanted;
    case "GT":
      return (value) => value > wanted;
    case "GTE":
      return (value) => value >= wanted;
    case "CONTAINS":
      return (value) => value.includes(wanted);
    case "STARTS_WITH":
      return (value) => value.startsWith(wanted);
    case "ENDS_WITH":
      return (value) => value.endsWith(wanted);
    default:
      throw new Error(`The benchmark's peers do not know the operator "${operator}".`);
  }
}

function compileQuantifier(filter: Filter & { kind: "quantify" }): Test {
  const { relation, where, quantifier } = filter;
  const isTrue: Test = where === undefined ? () => true : compile(where, true);
  const isFalse: Test = where === undefined ? () => false : compile(where, false);
  const related = (node: Node): readonly Node[] => {
    const value = node[relation];
    return Array.isArray(value) ? (value as Node[]) : value === null ? [] : [value as Node];
  };
  switch (quantifier) {
    case "SOME":
      return (node) => related(node).some(isTrue);
    case "NONE":
      return (node) => !related(node).some(isTrue);
    case "ALL":
      return (node) => related(node).some(isTrue) && !related(node).some(isFalse);
    case "SINGLE":
      return (node) => {
        let count = 0;
        for (const target of related(node)) if (isTrue(target) && ++count > 1) return false;
        return count === 1;
      };
  }
}
