import type { FieldNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { Kind } from "graphql/language";
import type { Mistake } from "../../errors.ts";
import type { Rule } from "../../types.ts";
import { readExpectation } from "./expectation.ts";
import { fieldsOf, readOffendersPath, selectionsOf, type PathContext } from "./offenders-path.ts";
import { placeOf } from "../../model/source-location.ts";
import type { RootField } from "./root-fields.ts";

/** What rules are read by. */
export interface RuleContext extends PathContext {
  readonly rootFields: ReadonlyMap<string, RootField>;
  readonly schema: GraphQLSchema;
}

/** Arguments that leave assets out, which a check must not. */
const cutting = new Set(["limit", "offset", "first", "after"]);

/** Reads the rules of a document: one for each root field, in their order. */
export function readRules(
  operation: OperationDefinitionNode,
  context: RuleContext,
): { readonly rules: readonly Rule[]; readonly mistakes: readonly Mistake[] } {
  const fields = rootFieldNodes(operation, context);
  const mistakes: Mistake[] = [];
  const rules = [...fields].flatMap(([name, field]) => {
    const root = context.rootFields.get(field.name.value);
    return root ? [readRule(name, field, root, context, mistakes)] : [];
  });
  for (const field of fields.values()) mistakes.push(...refuseField(field, context));
  mistakes.push(...refuseConditions(operation, context));
  if (fields.size === 0) {
    const message = 'The document asks nothing: name a root field, such as "connectors".';
    mistakes.push({ code: "nothing-asked", message, place: placeOf(operation) });
  }
  return { rules, mistakes };
}

/** The root fields of an operation by response key; a key that comes up again is the same field, as validation sees to. */
export function rootFieldNodes(
  operation: OperationDefinitionNode,
  { fragments }: PathContext,
): ReadonlyMap<string, FieldNode> {
  const fields = new Map<string, FieldNode>();
  for (const field of fieldsOf(operation.selectionSet, fragments)) {
    const name = field.alias?.value ?? field.name.value;
    if (field.name.value !== "__typename" && !fields.has(name)) fields.set(name, field);
  }
  return fields;
}

function readRule(
  name: string,
  field: FieldNode,
  { type, shape }: RootField,
  context: RuleContext,
  mistakes: Mistake[],
): Rule {
  const where = context.filters.get(field);
  const { expectation, mistakes: unexpected } = readExpectation(field);
  const { steps, mistakes: astray } = readOffendersPath(field, type, context);
  mistakes.push(...unexpected, ...astray);
  if (shape === "count" && unexpected.length === 0 && typeof expectation.value !== "number") {
    const message = `"${field.name.value}" comes to a count, so its "@expect" takes a number, such as "@expect(eq: 0)".`;
    mistakes.push({ code: "wrong-expectation", message, place: placeOf(field) });
  }
  return {
    name,
    query: where ? { type, where } : { type },
    expectation,
    ...(steps ? { offendersPath: steps } : {}),
    place: placeOf(field),
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
