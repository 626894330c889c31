import fc from "fast-check";
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isObjectType,
} from "graphql";

/** Documents that are valid by the schema: nested selections, fragments on types, aliases, sort and paging. */
export function documents(schema: GraphQLSchema): fc.Arbitrary<string> {
  const query = schema.getQueryType()!;
  return selections(schema, query, 4).map(
    (selection) => `query ($yes: Boolean = true) ${selection}`,
  );
}

function selections(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  depth: number,
): fc.Arbitrary<string> {
  const own = "getFields" in type ? Object.values(type.getFields() as object) : [];
  const fields = (own as GraphQLField<unknown, unknown>[]).filter(
    (field) => isLeafType(getNamedType(field.type)) || depth > 0,
  );
  const parts = [
    fc.constant("__typename"),
    ...fields.map((field) => selectedField(schema, field, depth)),
    ...(isAbstractType(type) && depth > 0
      ? schema
          .getPossibleTypes(type)
          .map((member) =>
            selections(schema, member, depth - 1).map((of) => `... on ${member.name} ${of}`),
          )
      : []),
  ];
  return fc
    .array(fc.oneof(...parts), {
      minLength: 1,
      maxLength: isObjectType(type) && type.name === "Query" ? 3 : 4,
    })
    .map((chosen) => `{ ${[...new Set(chosen)].join(" ")} }`);
}

/** Every field has an alias of its own, so that two of them never conflict. */
function selectedField(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  depth: number,
): fc.Arbitrary<string> {
  const alias = fc.nat({ max: 9_999_999 }).map((n) => `${field.name}_${n}: `);
  const named = getNamedType(field.type);
  const below = isCompositeType(named) ? selections(schema, named, depth - 1) : fc.constant("");
  const directive = fc.constantFrom("", "", "", "@include(if: $yes)", "@skip(if: $yes)");
  return fc
    .tuple(alias, directive, fc.constantFrom("", "", ...pagesOf(field)), below)
    .map(([key, when, args, of]) => `${key}${field.name}${args} ${when} ${of}`);
}

function pagesOf(field: GraphQLField<unknown, unknown>): string[] {
  const has = (name: string) => field.args.some((argument) => argument.name === name);
  const sort = field.args.find(({ name }) => name === "sort");
  const keys = sort
    ? Object.keys((getNamedType(sort.type) as { getFields(): object }).getFields())
    : [];
  const named = getNamedType(field.type);
  const own = "getFields" in named ? Object.keys(named.getFields() as object) : [];
  const conditions = has("where")
    ? [
        '{ id_STARTS_WITH: "/a" }',
        ...(own.includes("size") ? ["{ NOT: { size: { gt: 0 } } }"] : []),
      ]
    : [];
  return [
    ...conditions.map((where) => `(where: ${where})`),
    ...(has("limit") ? ["(limit: 1)", "(offset: 1)", "(limit: 2, offset: 1)"] : []),
    ...(has("first") ? ["(first: 1)", "(first: 2)"] : []),
    ...keys.flatMap((key) => [
      `(sort: [{ ${key}: ASC }])`,
      `(sort: [{ ${key}: DESC }, { id: ASC }])`,
    ]),
  ];
}
