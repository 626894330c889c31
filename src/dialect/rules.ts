import type {
  ASTVisitor,
  GraphQLInputType,
  GraphQLSchema,
  OperationDefinitionNode,
  ValidationContext,
  ValidationRule,
  VariableDefinitionNode,
} from "graphql";
import { GraphQLError } from "graphql/error";
import { Kind } from "graphql/language";
import { getNamedType, getNullableType, isListType, isNonNullType } from "graphql/type";
import { isTypeSubTypeOf } from "graphql/utilities/typeComparators.js";
import { typeFromAST } from "graphql/utilities/typeFromAST.js";
import { specifiedRules, VariablesInAllowedPositionRule } from "graphql/validation";
import type { MistakeCode } from "../mistake-codes.ts";
import type { Model } from "../types.ts";
import { parseFilterScalarName } from "./filter-scalars.ts";
import { withCode } from "./rule-codes.ts";
import { createWhereRule, type WhereOptions } from "./where-rule.ts";

/**
 * GraphQL's own rules, with one difference: a variable of a field's own type may stand for the field's filter, as in
 * `email: $address` with `$address: String!`, which stock tools underline.
 */
export const dialectRules: readonly ValidationRule[] = specifiedRules.map((rule) =>
  rule === VariablesInAllowedPositionRule ? checkVariablePositions : rule,
);

/**
 * The same rules but for those of `except`, and one that reads every `where`, for schemas that leave filters to `readWhere`. Each error's
 * `extensions.code` is a `MistakeCode`.
 */
export function createDialectRules(
  model: Model,
  options: WhereOptions = {},
  except: readonly ValidationRule[] = [],
): readonly ValidationRule[] {
  const rules = [...dialectRules, createWhereRule(model, options)];
  return rules.filter((rule) => !except.includes(rule)).map((rule) => withCode(model, rule));
}

/** "All Variable Usages Are Allowed" of the GraphQL specification, widened by the positions of filter scalars. */
function checkVariablePositions(context: ValidationContext): ASTVisitor {
  const schema = context.getSchema();
  return {
    OperationDefinition: {
      leave(operation) {
        for (const { node, type, defaultValue } of context.getRecursiveVariableUsages(operation)) {
          const definition = definitionOf(operation, node.name.value);
          if (!definition || !type) continue;
          const position = defaultValue === undefined ? type : getNullableType(type);
          if (!isAllowed(schema, definition, position)) report(definition, node, type);
        }
      },
    },
  };

  function report(
    definition: VariableDefinitionNode,
    usage: VariableUsage,
    type: GraphQLInputType,
  ) {
    const given = typeFromAST(schema, definition.type);
    const message = `Variable "$${usage.name.value}" of type "${String(given)}" used in position expecting type "${String(type)}".`;
    const extensions = { code: "wrong-type" satisfies MistakeCode };
    context.reportError(new GraphQLError(message, { nodes: [definition, usage], extensions }));
  }
}

type VariableUsage = VariableDefinitionNode["variable"];

function definitionOf(
  operation: OperationDefinitionNode,
  name: string,
): VariableDefinitionNode | undefined {
  return operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
}

function isAllowed(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  position: GraphQLInputType,
): boolean {
  const given = typeFromAST(schema, definition.type) as GraphQLInputType | undefined;
  // A type that does not exist is another rule's concern.
  if (!given) return true;
  const defaulted = definition.defaultValue && definition.defaultValue.kind !== Kind.NULL;
  const wanted = defaulted ? getNullableType(position) : position;
  return isTypeSubTypeOf(schema, given, wanted) || fillsFilter(given, wanted);
}

/** Whether values of the type are values of the filter's field: the same scalar (texts and ids alike), and a list for a list. */
function fillsFilter(given: GraphQLInputType, wanted: GraphQLInputType): boolean {
  const filter = parseFilterScalarName(getNamedType(wanted).name);
  if (!filter || isListType(getNullableType(wanted)) || isNonNullType(wanted)) return false;
  const isList = isListType(getNullableType(given));
  const { name } = getNamedType(given);
  const isText = (type: string) => type === "String" || type === "ID";
  return isList === filter.list && (name === filter.of || (isText(name) && isText(filter.of)));
}
