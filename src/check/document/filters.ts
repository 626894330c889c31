import type { ASTNode, DocumentNode, FieldNode, GraphQLSchema, Location, ValueNode } from "graphql";
import { visit } from "graphql/language";
import { TypeInfo, visitWithTypeInfo } from "graphql/utilities/TypeInfo.js";
import { readWhere } from "../../dialect/filter.ts";
import { nodeAt, readWhereLiteral } from "../../dialect/literal.ts";
import type { Mistake } from "../../errors.ts";
import type { Filter, Model } from "../../types.ts";

import { placeOf } from "../../model/source-location.ts";
import type { RootField } from "./root-fields.ts";

/** The filters of a document, by the field that has them. */
export interface ReadFilters {
  readonly filters: ReadonlyMap<FieldNode, Filter>;
  readonly mistakes: readonly Mistake[];
  /** What is legal and seldom meant. */
  readonly warnings: readonly Mistake[];
  /** The pieces of filters that a mistake is about; what GraphQL says of them is the same in other words. */
  readonly mistaken: readonly Location[];
}

/** What filters are read by. */
export interface FilterContext {
  readonly model: Model;
  readonly schema: GraphQLSchema;
  readonly rootFields: ReadonlyMap<string, RootField>;
}

/**
 * Reads every `where` of a document, of nested fields too. A filter that filters nothing, or that no row can fulfil, is a
 * mistake here: whoever wrote it into a check meant something by it.
 */
export function readFilters(
  document: DocumentNode,
  variables: ReadonlyMap<string, unknown>,
  { model, schema, rootFields }: FilterContext,
): ReadFilters {
  const filters = new Map<FieldNode, Filter>();
  const mistakes: Mistake[] = [];
  const warnings: Mistake[] = [];
  const mistaken: Location[] = [];
  const types = new TypeInfo(schema);
  const readField = (field: FieldNode, typeName: string, node: ValueNode) => {
    const reading = readWhere(model, typeName, readWhereLiteral(node, variables), {
      allowBacktracking: true,
      findClashes: true,
    });
    const locate = ({ path, code, message }: (typeof reading.mistakes)[number]): Mistake => ({
      code,
      message,
      place: placeOf(nodeAt(node, path)),
    });
    const { impossible, vanished } = reading;
    mistakes.push(...[...reading.mistakes, ...vanished, ...impossible].map(locate));
    mistaken.push(...reading.mistakes.flatMap(({ path }) => pieceOf(node, nodeAt(node, path))));
    warnings.push(...reading.warnings.map(locate));
    if (reading.filter) filters.set(field, reading.filter);
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(field) {
        const where = field.arguments?.find(({ name }) => name.value === "where");
        const parent = types.getParentType()?.name;
        const typeName = parent && filteredType(parent, field.name.value, model, rootFields);
        if (where && typeName) readField(field, typeName, where.value);
      },
    }),
  );
  return { filters, mistakes, warnings, mistaken };
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
  model: Model,
  rootFields: ReadonlyMap<string, RootField>,
): string | undefined {
  if (parent === "Query") return rootFields.get(field)?.type;
  const type = model.types.get(parent) ?? model.abstractTypes.get(parent);
  return type?.relations.get(field)?.target;
}
