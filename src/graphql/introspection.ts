import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  GraphQLSchema,
  type GraphQLSchemaConfig,
  getNamedType,
  getNullableType,
  isIntrospectionType,
  isLeafType,
  isListType,
} from "graphql";
import type { Call } from "./call.ts";
import { resolvingOf } from "./resolvers.ts";

type Field = GraphQLField<unknown, unknown>;

/** What graphql-js itself tells of a schema: all that its resolvers look at is the schema. */
export function describe(
  schema: GraphQLSchema,
  field: Field,
  thing: unknown,
  args: Readonly<Record<string, unknown>>,
): unknown {
  return field.resolve!(thing, args, undefined, { schema } as GraphQLResolveInfo);
}

/**
 * A schema whose introspection shows another: the same one with typed filters. What is shown is accounted for, and gives way to other
 * work, however often a query asks for it.
 */
export class DescribedSchema extends GraphQLSchema {
  readonly #described: () => GraphQLSchema;
  readonly #fields = new Map<Field, Field>();

  constructor(config: Readonly<GraphQLSchemaConfig>, described: () => GraphQLSchema) {
    super(config);
    this.#described = described;
  }

  override getField(
    parent: Parameters<GraphQLSchema["getField"]>[0],
    name: string,
  ): Field | undefined {
    const field = super.getField(parent, name);
    if (!field || name === "__typename") return field;
    if (!isIntrospectionType(parent as GraphQLNamedType) && !name.startsWith("__")) return field;
    const known = this.#fields.get(field) ?? this.#describedBy(field);
    this.#fields.set(field, known);
    return known;
  }

  #describedBy(field: Field): Field {
    const isLeaf = isLeafType(getNamedType(field.type));
    const isList = isListType(getNullableType(field.type));
    const own = Object.create(Object.getPrototypeOf(field) as object) as Field;
    return Object.assign(own, field, {
      resolve: (thing: unknown, args: object, _context: unknown, info: GraphQLResolveInfo) => {
        const tell = () => describe(this.#described(), field, thing, { ...args });
        if (isLeaf) return tell();
        const { call, turn } = resolvingOf(info);
        if (!isList) return spendOn(call, tell());
        return turn().then(() => spendOn(call, tell()));
      },
    });
  }
}

function spendOn(call: Call, told: unknown): unknown {
  call.spend(Array.isArray(told) ? told.length : 1, "descriptions");
  return told;
}
