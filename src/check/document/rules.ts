import type {
  FieldNode,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from "graphql";
import { Kind } from "graphql/language";
import type { Mistake } from "../../errors.ts";
import type { Model, Rule } from "../../types.ts";
import { readExpectation } from "./expectation.ts";
import type { Fragments } from "./fragments.ts";
import { findNeverHolding } from "./never-holds.ts";
import { readOffendersPath } from "./offenders-path.ts";
import { placeOf } from "../../model/source-location.ts";
import type { RootField } from "./root-fields.ts";
import type { SelectedField } from "./selection.ts";

/** What rules are read by. */
export interface RuleContext {
  readonly model: Model;
  readonly schema: GraphQLSchema;
  readonly rootFields: ReadonlyMap<string, RootField>;
  readonly fragments: Fragments;
}

/** Arguments that leave assets out, which a check must not. */
const cutting = new Set(["limit", "offset", "first", "after"]);

/** Reads the rules of a document: one for each root field, in their order. */
export function readRules(
  operation: OperationDefinitionNode,
  fields: ReadonlyMap<string, SelectedField>,
  context: RuleContext,
): { readonly rules: readonly Rule[]; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const rules = [...fields].flatMap(([name, field]) => {
    const root = context.rootFields.get(field.node.name.value);
    return root ? [readRule(name, field, root, context, mistakes)] : [];
  });
  for (const { node } of fields.values()) mistakes.push(...refuseField(node, context));
  mistakes.push(...refuseConditions(operation, context));
  if (fields.size === 0) {
    const message = 'The document asks nothing: name a root field, such as "connectors".';
    mistakes.push({ code: "nothing-asked", message, place: placeOf(operation) });
  }
  return { rules, mistakes };
}

function readRule(
  name: string,
  field: SelectedField,
  { type, shape }: RootField,
  { model }: RuleContext,
  mistakes: Mistake[],
): Rule {
  const { node, where, places } = field;
  const { expectation, mistakes: unexpected } = readExpectation(node);
  const { steps, places: further, mistakes: astray } = readOffendersPath(field, type, model);
  mistakes.push(...unexpected, ...astray);
  if (shape === "count" && unexpected.length === 0 && typeof expectation.value !== "number") {
    const message = `"${node.name.value}" comes to a count, so its "@expect" takes a number, such as "@expect(eq: 0)".`;
    mistakes.push({ code: "wrong-expectation", message, place: placeOf(node) });
  }
  if (where) mistakes.push(...findNeverHolding(model, type, where, placeOf(node)));
  return {
    name,
    query: where ? { type, where } : { type },
    expectation,
    ...(steps ? { offendersPath: steps } : {}),
    place: placeOf(node),
    places: new Map([...places, ...further]),
  };
}

/** What a check's root field must not have. */
function refuseField(field: FieldNode, { rootFields, schema }: RuleContext): readonly Mistake[] {
  const { value: name } = field.name;
  const mistakes: Mistake[] = [];
  // A field that does not exist at all is what validation complains of.
  if (!rootFields.has(name) && isField(name, schema)) {
    const message = `"${name}" is no question about assets, so it cannot be checked.`;
    mistakes.push({ code: "not-about-assets", message, place: placeOf(field) });
  }
  for (const argument of field.arguments ?? []) {
    const inner = argument.value.kind === Kind.OBJECT ? argument.value.fields : [];
    for (const node of [argument, ...(argument.name.value === "options" ? inner : [])]) {
      if (!cutting.has(node.name.value)) continue;
      const message = `A check judges every asset, and "${node.name.value}" would leave some out. Remove it; reports show a few offenders of many by themselves.`;
      mistakes.push({ code: "partial-question", message, place: placeOf(node) });
    }
  }
  return mistakes;
}

/** A rule that may be left out is no promise, be it by its own condition or by one on a fragment around it. */
function refuseConditions(
  { selectionSet }: OperationDefinitionNode,
  { fragments }: RuleContext,
): readonly Mistake[] {
  return selectionsOf(selectionSet, fragments).flatMap((node) =>
    (node.directives ?? [])
      .filter(({ name }) => name.value === "skip" || name.value === "include")
      .map((directive) => {
        const what = node.kind === Kind.INLINE_FRAGMENT ? "a fragment" : `"${node.name.value}"`;
        const message = `A check runs all its root fields, so "@${directive.name.value}" has no place on ${what}.`;
        return { code: "skipped-question", message, place: placeOf(directive) };
      }),
  );
}

function isField(name: string, schema: GraphQLSchema): boolean {
  return name.startsWith("__") || Object.hasOwn(schema.getQueryType()?.getFields() ?? {}, name);
}

/** All that stands in a selection: its fields, the fragments among them, and what stands in those. */
function selectionsOf(
  selection: SelectionSetNode,
  fragments: Fragments,
  inside: ReadonlySet<string> = new Set(),
): readonly SelectionNode[] {
  return selection.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    if (node.kind === Kind.INLINE_FRAGMENT)
      return [node, ...selectionsOf(node.selectionSet, fragments, inside)];
    const name = node.name.value;
    const fragment = fragments.get(name);
    if (!fragment || inside.has(name)) return [node];
    return [node, ...selectionsOf(fragment.selectionSet, fragments, new Set([...inside, name]))];
  });
}
