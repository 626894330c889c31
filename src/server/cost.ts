import {
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValueNode,
  type VariableDefinitionNode,
} from "graphql";
import type { Limits } from "./limits.ts";
import { LONGEST_NAME, tooLarge } from "./tokens.ts";

/** What a document was found to cost, so that variables can be added to it. */
export interface DocumentCost {
  readonly conditions: number;
  readonly members: number;
  /** How often each variable is used: so often its value is read. */
  readonly uses: ReadonlyMap<string, number>;
}

/**
 * Refuses a document that would cost too much, with fragments expanded as execution would expand them. Stops at the first
 * limit that is passed, so that its own cost is bounded by the limits whatever the document is.
 *
 * @throws GraphQLError with code QUERY_TOO_LARGE
 */
export function checkDocument(document: DocumentNode, limits: Limits): DocumentCost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const counts = { fields: 0, aliases: 0, directives: 0, conditions: 0, members: 0 };
  const count = createCounter(limits, counts);
  const open = new Set<string>();
  const uses = new Map<string, number>();
  const note = (name: string) => uses.set(name, (uses.get(name) ?? 0) + 1);

  const visit = ({ selections }: SelectionSetNode, depth: number): void => {
    const keys = new Map<string, number>();
    for (const node of selections) {
      countDirectives(count, node.directives, limits, note);
      if (node.kind === Kind.FIELD) {
        count("fields");
        if (depth > limits.depth) throw beyond("depth", limits);
        if (node.alias) count("aliases");
        const key = node.alias?.value ?? node.name.value;
        const repeats = (keys.get(key) ?? 0) + 1;
        if (repeats > limits.repeats) throw beyond("repeats", limits);
        keys.set(key, repeats);
        for (const { value } of node.arguments ?? []) countValue(count, value, limits, note);
        if (node.selectionSet) visit(node.selectionSet, depth + 1);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        count("fields");
        visit(node.selectionSet, depth);
      } else {
        const name = node.name.value;
        const fragment = fragments.get(name);
        count("fields");
        // A fragment within itself is for validation to report.
        if (!fragment || open.has(name)) continue;
        open.add(name);
        visit(fragment.selectionSet, depth);
        open.delete(name);
      }
    }
  };
  for (const node of document.definitions) {
    if (!("selectionSet" in node)) continue;
    countDirectives(count, node.directives, limits, note);
    visit(node.selectionSet, 1);
  }
  for (const node of document.definitions)
    for (const { variable, defaultValue, directives } of variablesOf(node)) {
      countDirectives(count, directives, limits, note);
      const times = Math.max(1, uses.get(variable.name.value) ?? 0);
      if (defaultValue) countValue(count, defaultValue, limits, note, times);
    }
  return { conditions: counts.conditions, members: counts.members, uses };
}

function variablesOf(node: DefinitionNode): readonly VariableDefinitionNode[] {
  return node.kind === Kind.OPERATION_DEFINITION ? (node.variableDefinitions ?? []) : [];
}

/** Refuses variables that would cost too much with their document, each counted as often as it is used there. */
export function checkVariables(
  variables: Readonly<Record<string, unknown>> | null | undefined,
  { uses, conditions, members }: DocumentCost,
  limits: Limits,
): void {
  const counts = { fields: 0, aliases: 0, directives: 0, conditions, members };
  const count = createCounter(limits, counts);
  const visit = (value: unknown, depth: number, times: number): void => {
    if (typeof value !== "object" || value === null) return;
    if (depth > limits.valueDepth) throw beyond("valueDepth", limits);
    if (Array.isArray(value)) {
      count("members", value.length * times);
      for (const member of value) visit(member, depth + 1, times);
      return;
    }
    for (const [key, member] of Object.entries(value)) {
      count("conditions", times);
      if (key.length > LONGEST_NAME)
        throw tooLarge(`a name of more than ${LONGEST_NAME} characters`);
      visit(member, depth + 1, times);
    }
  };
  for (const [name, value] of Object.entries(variables ?? {})) {
    count("conditions");
    visit(value, 1, uses.get(name) ?? 1);
  }
}

type Counted = "fields" | "aliases" | "directives" | "conditions" | "members";
type Counter = (what: Counted, times?: number) => void;

function createCounter(limits: Limits, counts: Record<Counted, number>): Counter {
  return (what, times = 1) => {
    counts[what] += times;
    if (counts[what] > limits[what]) throw beyond(what, limits);
  };
}

function countDirectives(
  count: Counter,
  directives: readonly DirectiveNode[] | undefined,
  limits: Limits,
  note: (variable: string) => void,
): void {
  for (const directive of directives ?? []) {
    count("directives");
    for (const { value } of directive.arguments ?? []) countValue(count, value, limits, note);
  }
}

/** Counts a value as often as it is read; `note` is told of variables in it. */
function countValue(
  count: Counter,
  value: ValueNode,
  limits: Limits,
  note: (variable: string) => void,
  times = 1,
): void {
  const visit = (node: ValueNode, depth: number): void => {
    if (depth > limits.valueDepth) throw beyond("valueDepth", limits);
    if (node.kind === Kind.VARIABLE) note(node.name.value);
    if (node.kind === Kind.LIST) {
      count("members", node.values.length * times);
      for (const member of node.values) visit(member, depth + 1);
    }
    if (node.kind === Kind.OBJECT)
      for (const field of node.fields) {
        count("conditions", times);
        visit(field.value, depth + 1);
      }
  };
  visit(value, 1);
}

const WORDS: Readonly<Record<Counted | "depth" | "repeats" | "valueDepth", string>> = {
  fields: "fields, counted with fragments expanded",
  aliases: "aliases, counted with fragments expanded",
  directives: "directives, counted with fragments expanded",
  members: "members of lists in its arguments or variables",
  conditions: "keys in its arguments or variables",
  repeats: "fields of the same name in one selection",
  depth: "levels of fields",
  valueDepth: "levels in one argument or variable",
};

function beyond(what: keyof typeof WORDS, limits: Limits): GraphQLError {
  return tooLarge(`more than ${limits[what]} ${WORDS[what]}`);
}
