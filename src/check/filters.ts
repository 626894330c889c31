import {
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type ValueNode,
} from "graphql";
import { readWhere } from "../dialect/filter.ts";
import { nodeAt, readLiteral } from "../dialect/literal.ts";
import type { Mistake } from "../errors.ts";
import type { Filter, Model } from "../types.ts";

import { placeOf } from "./place.ts";
import type { RootField } from "./root-fields.ts";

/** The filters of a document, by the field that has them. */
export interface ReadFilters {
  readonly filters: ReadonlyMap<FieldNode, Filter>;
  readonly mistakes: readonly Mistake[];
  /** What is legal and seldom meant. */
  readonly warnings: readonly Mistake[];
}

/** What filters are read by. */
export interface FilterContext {
  readonly model: Model;
  readonly schema: GraphQLSchema;
  readonly rootFields: ReadonlyMap<string, RootField>;
}

/**
 * Reads every `where` of a document, of nested fields too. A filter that filters nothing is a mistake here: whoever wrote
 * it into a check meant something by it.
 */
export function readFilters(
  document: DocumentNode,
  variables: ReadonlyMap<string, unknown>,
  { model, schema, rootFields }: FilterContext,
): ReadFilters {
  const filters = new Map<FieldNode, Filter>();
  const mistakes: Mistake[] = [];
  const warnings: Mistake[] = [];
  const types = new TypeInfo(schema);
  const readField = (field: FieldNode, typeName: string, node: ValueNode) => {
    const reading = readWhere(model, typeName, readLiteral(node, variables), {
      allowBacktracking: true,
    });
    const locate = ({ path, message }: (typeof reading.mistakes)[number]): Mistake => ({
      message,
      place: placeOf(nodeAt(node, path)),
    });
    mistakes.push(...[...reading.mistakes, ...reading.vanished].map(locate));
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
  return { filters, mistakes, warnings };
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
