import { typesOf } from "../../src/dialect/keys.ts";
import type { AbstractType, AssetType, Field, Model, Relation } from "../../src/types.ts";

/** A model as type definitions of `@neo4j/graphql`. Version 7 has no lists that may hold null, and no required to-one relations. */
export function renderTypeDefinitions(model: Model, major: number): string {
  return [
    "extend schema @mutation(operations: []) @subscription(events: [])",
    ...[...model.enums.values()].map(
      ({ name, values }) => `enum ${name} { ${values.map((value) => value.name).join(" ")} }`,
    ),
    ...typesOf(model).map((type) => render(type, major)),
  ].join("\n\n");
}

function render(type: AssetType | AbstractType, major: number): string {
  if (type.kind === "union") return `union ${type.name} = ${type.members.join(" | ")}`;
  const isInterface = type.kind === "interface";
  const interfaces = "interfaces" in type ? type.interfaces : [];
  const implemented = interfaces.length > 0 ? ` implements ${interfaces.join(" & ")}` : "";
  const members = [
    ...[...type.fields.values()].map((field) => renderField(field, isInterface, major)),
    ...[...type.relations.values()].map((relation) => renderRelation(relation, isInterface, major)),
  ];
  const head = isInterface ? `interface ${type.name}` : `type ${type.name}${implemented} @node`;
  return `${head} {\n  ${members.join("\n  ")}\n}`;
}

function renderField(field: Field, isInterface: boolean, major: number): string {
  const { name, scalar, enumName, list, required, elementRequired, coalesce } = field;
  const one = enumName ?? scalar;
  const type = list ? `[${one}${elementRequired || major >= 7 ? "!" : ""}]` : one;
  const value = enumName ? String(coalesce) : JSON.stringify(coalesce);
  const directive = coalesce === undefined || isInterface ? "" : ` @coalesce(value: ${value})`;
  return `${name}: ${type}${required ? "!" : ""}${directive}`;
}

function renderRelation(relation: Relation, isInterface: boolean, major: number): string {
  const { name, target, toMany, required, kind } = relation;
  const type = toMany ? `[${target}!]!` : `${target}${required && major < 7 ? "!" : ""}`;
  if (isInterface) return `${name}: ${type} @declareRelationship`;
  const direction = kind === "inverse" ? "IN" : "OUT";
  return `${name}: ${type} @relationship(type: "${linkType(relation)}", direction: ${direction})`;
}

/** What a relation is called in the database: one name for both of its sides. */
export function linkType({ name, inverse }: Pick<Relation, "name" | "inverse">): string {
  return (inverse ?? name).toUpperCase();
}
