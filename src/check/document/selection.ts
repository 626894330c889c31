import type {
  ASTNode,
  DocumentNode,
  FieldNode,
  GraphQLNamedType,
  GraphQLSchema,
  Location,
  OperationDefinitionNode,
  SelectionSetNode,
  ValueNode,
} from "graphql";
import { Kind, visit } from "graphql/language";
import { getNamedType, isInterfaceType, isObjectType } from "graphql/type";
import { readWhere } from "../../dialect/filter.ts";
import { nodeAt, readWhereLiteral, valueAt } from "../../dialect/literal.ts";
import type { Remark } from "../../dialect/reader.ts";
import type { Mistake } from "../../errors.ts";
import type { Filter, Model } from "../../types.ts";
import { findMisusedVariables } from "./misused-variable.ts";
import { placesOf, type Places } from "./places.ts";
import type { RootField } from "./root-fields.ts";
import type { ReadVariables } from "./variables.ts";
import { placeOf } from "../../model/source-location.ts";

/** A field as a document selects it: with its filter and with the fields below it, those in fragments included. */
export interface SelectedField {
  readonly node: FieldNode;
  readonly where?: Filter;
  /** Where each condition of `where` stands. */
  readonly places: Places;
  readonly fields: readonly SelectedField[];
}

/** What a document selects. */
export interface Selected {
  /** The root fields, by response key; a key that comes up again is the same field, as validation sees to. */
  readonly roots: ReadonlyMap<string, SelectedField>;
  readonly mistakes: readonly Mistake[];
  /** What is legal and seldom meant. */
  readonly warnings: readonly Mistake[];
  /** The pieces of filters that a mistake is about; what GraphQL says of them is the same in other words. */
  readonly mistaken: readonly Location[];
}

/** Of a field without a filter. */
const nowhere: Pick<SelectedField, "places"> = { places: new Map() };

/** What selections are read by. */
export interface SelectionContext {
  readonly model: Model;
  readonly schema: GraphQLSchema;
  readonly rootFields: ReadonlyMap<string, RootField>;
}

/**
 * Reads what a document's operation selects, with every `where`, be it in a fragment that nothing uses. A filter that filters nothing,
 * or that no row can fulfil, is a mistake here: whoever wrote it into a check meant something by it.
 */
export function readSelection(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Pick<ReadVariables, "values" | "defaults">,
  context: SelectionContext,
): Selected {
  const { model, schema } = context;
  const mistakes: Mistake[] = [];
  const warnings: Mistake[] = [];
  const mistaken: Location[] = [];

  function readFilter(node: ValueNode, typeName: string): Pick<SelectedField, "where" | "places"> {
    const reading = readWhere(model, typeName, readWhereLiteral(node, variables.values), {
      allowBacktracking: true,
      findClashes: true,
    });
    const locate = ({ path, code, message, instead }: Remark): Mistake => ({
      ...{ code, message, place: placeOf(nodeAt(node, path)) },
      ...(instead === undefined ? {} : writeInstead(valueAt(node, path), instead)),
    });
    const { impossible, ineffective } = reading;
    mistakes.push(...[...reading.mistakes, ...ineffective, ...impossible].map(locate));
    mistaken.push(...reading.mistakes.flatMap(({ path }) => pieceOf(node, nodeAt(node, path))));
    warnings.push(...reading.warnings.map(locate));
    const { filter, paths } = reading;
    if (!filter) return nowhere;
    mistakes.push(...findMisusedVariables(model, typeName, filter, placeOf(node)));
    return { where: filter, places: placesOf(filter, paths, node, variables.defaults) };
  }

  function readField(node: FieldNode, parent: GraphQLNamedType | undefined): SelectedField {
    const argument = node.arguments?.find(({ name }) => name.value === "where");
    const typeName = parent && filteredType(parent.name, node.name.value, context);
    const filter = argument && typeName ? readFilter(argument.value, typeName) : nowhere;
    const inner = node.selectionSet;
    const fields = inner ? readFields(inner, typeOf(parent, node.name.value)) : [];
    return { node, fields, ...filter };
  }

  function readFields(
    { selections }: SelectionSetNode,
    parent: GraphQLNamedType | undefined,
  ): readonly SelectedField[] {
    return selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return [readField(node, parent)];
      if (node.kind === Kind.FRAGMENT_SPREAD) return readFragment(node.name.value);
      const named = node.typeCondition?.name.value;
      return readFields(node.selectionSet, named === undefined ? parent : schema.getType(named));
    });
  }

  // What a fragment selects is the same wherever it is used; one that uses itself has no more.
  const known = new Map<string, readonly SelectedField[]>();
  const definitions = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const fragments = new Map(definitions.map((node) => [node.name.value, node]));
  function readFragment(name: string): readonly SelectedField[] {
    const found = known.get(name);
    const fragment = fragments.get(name);
    if (found || !fragment) return found ?? [];
    known.set(name, []);
    const fields = readFields(
      fragment.selectionSet,
      schema.getType(fragment.typeCondition.name.value),
    );
    known.set(name, fields);
    return fields;
  }

  const roots = new Map<string, SelectedField>();
  const query = schema.getQueryType() ?? undefined;
  for (const field of readFields(operation.selectionSet, query)) {
    const key = keyOf(field);
    if (field.node.name.value !== "__typename" && !roots.has(key)) roots.set(key, field);
  }
  for (const name of fragments.keys()) readFragment(name);
  return { roots, mistakes, warnings, mistaken };
}

/** The key under which a field answers. */
export function keyOf({ node: { alias, name } }: SelectedField): string {
  return alias?.value ?? name.value;
}

function typeOf(parent: GraphQLNamedType | undefined, name: string): GraphQLNamedType | undefined {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
  const field = parent.getFields()[name];
  return field && getNamedType(field.type);
}

/** What writes the one value that can be meant for another: as a text, or a word where there is one. */
function writeInstead(node: ValueNode | undefined, instead: string): Pick<Mistake, "fix"> {
  if (!node?.loc || (node.kind !== Kind.STRING && node.kind !== Kind.ENUM)) return {};
  const text = node.kind === Kind.ENUM ? instead : JSON.stringify(instead);
  const { source, start, end } = node.loc;
  const edit = { file: source.name, start, end, text };
  return { fix: { title: `Write ${text}`, edits: [edit], isSafe: true } };
}

/** Where a key of a filter stands together with its value. */
function pieceOf(where: ValueNode, found: ASTNode): Location[] {
  let piece = found.loc;
  visit(where, {
    ObjectField(field) {
      if (field.name === found) piece = field.loc;
    },
  });
  return piece ? [piece] : [];
}

/** The type whose rows a field's `where` filters; undefined where the field is no question about assets. */
function filteredType(
  parent: string,
  field: string,
  { model, rootFields }: SelectionContext,
): string | undefined {
  if (parent === "Query") return rootFields.get(field)?.type;
  const type = model.types.get(parent) ?? model.abstractTypes.get(parent);
  return type?.relations.get(field)?.target;
}
