import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  type SelectionNode,
  getDirectiveValues,
  isAbstractType,
  type VariableValues,
} from "graphql";

/** What is needed to read selections: of an operation that has been validated. */
export interface Selections {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variableValues: VariableValues;
}

/** One key of an answer's object: the field nodes that ask for it, at least one, whose selections are merged. */
export interface SelectedField {
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
}

/**
 * The fields that are asked of objects of one type, in the order of the answer: fragments expanded, those of other types
 * left out, `@skip` and `@include` obeyed, equal keys merged (GraphQL specification, CollectFields).
 */
export function collectFields(
  selections: Selections,
  type: GraphQLObjectType,
  from: readonly SelectionNode[],
): readonly SelectedField[] {
  const fields = new Map<string, FieldNode[]>();
  const seen = new Set<string>();
  const visit = (nodes: readonly SelectionNode[]): void => {
    for (const node of nodes) {
      if (!isIncluded(selections, node)) continue;
      if (node.kind === "Field") {
        const key = node.alias?.value ?? node.name.value;
        const known = fields.get(key);
        if (known) known.push(node);
        else fields.set(key, [node]);
        continue;
      }
      if (node.kind === "FragmentSpread") {
        if (seen.has(node.name.value)) continue;
        seen.add(node.name.value);
      }
      const fragment =
        node.kind === "FragmentSpread" ? selections.fragments[node.name.value] : node;
      if (fragment && applies(selections, fragment.typeCondition?.name.value, type))
        visit(fragment.selectionSet.selections);
    }
  };
  visit(from);
  return [...fields].map(([key, nodes]) => ({ key, name: nodes[0]!.name.value, nodes }));
}

/** What is asked below some field nodes. */
export function selectionsBelow(nodes: readonly FieldNode[]): readonly SelectionNode[] {
  return nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
}

function isIncluded({ variableValues }: Selections, node: SelectionNode): boolean {
  if (!node.directives?.length) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false;
}

function applies(
  { schema }: Selections,
  condition: string | undefined,
  type: GraphQLObjectType,
): boolean {
  if (condition === undefined || condition === type.name) return true;
  const named = schema.getType(condition);
  return isAbstractType(named) && schema.isSubType(named, type);
}
