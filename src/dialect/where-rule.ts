import type {
  ArgumentNode,
  ASTVisitor,
  DocumentNode,
  GraphQLField,
  GraphQLSchema,
  OperationDefinitionNode,
  TypeNode,
  ValidationRule,
  ValueNode,
} from "graphql";
import { GraphQLError } from "graphql/error";
import { BREAK, Kind, print, visit } from "graphql/language";
import { getNamedType } from "graphql/type";
import { TypeInfo, visitWithTypeInfo } from "graphql/utilities/TypeInfo.js";
import type { MistakeCode } from "../mistake-codes.ts";
import type { Model } from "../types.ts";
import { readWhere } from "./filter.ts";
import { placeIn, readWhereLiteral } from "./literal.ts";
import { declarationOf, fits, variablesIn } from "./variable-positions.ts";

/** How the filters of a document are read. */
export interface WhereOptions {
  /** Patterns with lookarounds or backreferences are taken. Only for authors who are trusted. */
  readonly allowBacktracking?: boolean;
  /** Told of each `where` before it is read: reading one takes its time. What it throws ends the reading. */
  readonly beforeReading?: (where: unknown) => void;
}

/** Mistakes that are told of one document. */
const MOST_MISTAKES = 20;

/** A `where` as it stands in a document, and the type whose rows it filters. */
interface Where {
  readonly type: string;
  readonly node: ValueNode;
}

/**
 * A rule of validation that reads every `where` of a document, whether or not anything leads to it: keys, values and the
 * types of variables. Schemas that say nothing of filters need it.
 */
export function createWhereRule(model: Model, options: WhereOptions = {}): ValidationRule {
  return (context): ASTVisitor => {
    const wheres: Where[] = [];
    return {
      Field(field) {
        const parent = context.getParentType()?.name;
        const where = whereOf(model, parent, context.getFieldDef(), field.arguments);
        if (!where) return;
        wheres.push(where);
        // Nothing has a value yet: null, which is no mistake of any key.
        const values = new Map(variableNamesIn(where.node).map((name) => [name, null]));
        for (const error of readMistakes(model, where, values, options)) context.reportError(error);
      },
      Document: {
        leave({ definitions }) {
          // Of one that is a variable itself GraphQL's own rule says it, by the argument's type.
          const inner = wheres.filter(({ node }) => node.kind !== Kind.VARIABLE);
          const places = new Map(
            inner.flatMap(({ type, node }) => variablesIn(model, node, `${type}Where`)),
          );
          for (const node of definitions)
            if (places.size > 0 && node.kind === Kind.OPERATION_DEFINITION)
              for (const usage of context.getRecursiveVariableUsages(node)) {
                const place = places.get(usage.node);
                const declared = declarationOf(node, usage.node.name.value);
                if (!place || !declared || !context.getSchema().getType(typeNameOf(declared.type)))
                  continue;
                if (fits(model, declared.type, place)) continue;
                const message = `Variable "$${usage.node.name.value}" of type "${print(declared.type)}" used in position expecting type "${place}".`;
                context.reportError(
                  new GraphQLError(message, {
                    nodes: [declared, usage.node],
                    extensions: { code: "wrong-type" satisfies MistakeCode },
                  }),
                );
              }
        },
      },
    };
  };
}

/**
 * What is wrong in the filters of a document that is valid, now that its variables have values: those are not looked at by
 * validation. At most twenty mistakes, each where the variable is used, with the way into its value.
 */
export function findWrongValues(
  model: Model,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  options: WhereOptions = {},
): readonly GraphQLError[] {
  if (!operation.variableDefinitions?.length) return [];
  const values = new Map(Object.entries(variables));
  const types = new TypeInfo(schema);
  const found: GraphQLError[] = [];
  visit(
    document,
    visitWithTypeInfo(types, {
      OperationDefinition: (node) => (node === operation ? undefined : false),
      Field(field) {
        const where = whereOf(
          model,
          types.getParentType()?.name,
          types.getFieldDef(),
          field.arguments,
        );
        if (where && variableNamesIn(where.node).length > 0)
          found.push(...readMistakes(model, where, values, { ...options, refusesUnset: true }));
        return found.length > MOST_MISTAKES ? BREAK : undefined;
      },
    }),
  );
  return found.slice(0, MOST_MISTAKES);
}

/** The `where` of a field that filters assets or parts. */
function whereOf(
  model: Model,
  parent: string | undefined,
  field: GraphQLField<unknown, unknown> | null | undefined,
  given: readonly ArgumentNode[] = [],
): Where | undefined {
  const node = given.find(({ name }) => name.value === "where")?.value;
  const argument = field?.args.find(({ name }) => name === "where");
  if (!node || !argument || parent === undefined) return undefined;
  const owner = model.types.get(parent) ?? model.abstractTypes.get(parent);
  const input = getNamedType(argument.type).name;
  const type = owner?.relations.get(field!.name)?.target ?? input.replace(/Where$/, "");
  return { type, node };
}

interface ReadingOptions extends WhereOptions {
  /** Nulls for what is not set are mistakes: a program wrote them. */
  readonly refusesUnset?: boolean;
}

function readMistakes(
  model: Model,
  { type, node }: Where,
  variables: ReadonlyMap<string, unknown>,
  { allowBacktracking, beforeReading, refusesUnset }: ReadingOptions,
): readonly GraphQLError[] {
  const value = readWhereLiteral(node, variables);
  if (value === undefined || value === null) return [];
  beforeReading?.(value);
  const { mistakes } = readWhere(model, type, value, {
    allowBacktracking: allowBacktracking ?? false,
    refusesUnset: refusesUnset ?? false,
    mostRemarks: MOST_MISTAKES,
  });
  return mistakes.map(({ path, code, message }) => {
    const { node: at, variable, rest } = placeIn(node, path);
    const way = [`$${variable}`, ...rest].join(".");
    const isInside = variable !== undefined && variables.get(variable) !== null;
    return new GraphQLError(isInside ? `In "${way}": ${message}` : message, {
      nodes: at,
      extensions: { code },
    });
  });
}

function variableNamesIn(node: ValueNode): readonly string[] {
  const names: string[] = [];
  visit(node, {
    Variable({ name }) {
      names.push(name.value);
    },
  });
  return names;
}

function typeNameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : typeNameOf(type.type);
}
