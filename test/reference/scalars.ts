import type { ASTNode, ConstValueNode } from "graphql";
import { GraphQLError } from "graphql/error";
import { GraphQLScalarType } from "graphql/type";
import type { Model, ScalarName } from "../../src/types.ts";
import {
  describeFilterScalar,
  type FilterScalar,
  filterScalarsOf,
  type OwnScalar,
  usedScalars,
} from "../../src/dialect/filter-scalars.ts";
import { nodeAt, readLiteral, readWhereLiteral } from "../../src/dialect/literal.ts";
import { createRemarks, type Reader, type Remark, show } from "../../src/dialect/reader.ts";
import { readField } from "../../src/dialect/scalar-filter.ts";
import { describeValue, readValue } from "../../src/dialect/values.ts";

/**
 * The scalars of the generated schema with what they accept, by name, for a schema that is executed or that documents
 * are validated against. The filter scalars check the types of values and the names of nested operators and hand the
 * value on as it is, to `readWhere`; DateTime, Date and BigInt hand on the canonical form.
 */
export function createScalars(model: Model): Readonly<Record<string, GraphQLScalarType>> {
  const own = usedScalars(model).map(([name, scalar]) => createValueScalar(name, scalar));
  const filters = filterScalarsOf(model).map((scalar) => createFilterScalar(model, scalar));
  return Object.fromEntries([...own, ...filters].map((scalar) => [scalar.name, scalar]));
}

function createValueScalar(
  name: ScalarName,
  { description, specifiedBy }: OwnScalar,
): GraphQLScalarType<unknown> {
  const type = { scalar: name };
  const read = (value: unknown, node?: ConstValueNode) => {
    const reading = readValue(type, value);
    if ("value" in reading) return reading.value;
    throw new GraphQLError(`Expected ${describeValue(type)}, found ${show(value)}.`, {
      nodes: node ?? null,
    });
  };
  return new GraphQLScalarType({
    name,
    description,
    specifiedByURL: specifiedBy,
    coerceOutputValue: (value) => value,
    coerceInputValue: (value) => read(value),
    coerceInputLiteral: (node) => read(readLiteral(node), node),
  });
}

function createFilterScalar(model: Model, scalar: FilterScalar): GraphQLScalarType {
  return new GraphQLScalarType({
    name: scalar.name,
    description: describeFilterScalar(scalar),
    coerceOutputValue: (value) => value,
    coerceInputValue(value) {
      const [mistake] = findMistake(model, scalar, value);
      if (mistake) throw refusal(mistake);
      return value;
    },
    coerceInputLiteral(node) {
      const [mistake] = findMistake(model, scalar, readWhereLiteral(node));
      if (mistake) throw refusal(mistake, nodeAt(node, mistake.path));
      return readLiteral(node);
    },
  });
}

function refusal({ code, message }: Remark, node?: ASTNode): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code } });
}

/** Whether a pattern may backtrack is not for the schema to say: `readWhere` knows who asks. */
function findMistake(
  model: Model,
  { field, name }: FilterScalar,
  value: unknown,
): readonly Remark[] {
  const reader: Reader = {
    model,
    allowBacktracking: true,
    mistakes: createRemarks(1),
    warnings: createRemarks(0),
    ineffective: createRemarks(0),
    impossible: createRemarks(0),
    findsClashes: false,
    refusesUnset: false,
    paths: new Map(),
    where: () => undefined,
  };
  readField(reader, { ...field, name }, value, []);
  return reader.mistakes.kept;
}
