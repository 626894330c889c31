import type { OperationDefinitionNode, TypeNode, ValueNode, VariableNode } from "graphql";
import { Kind, parseType } from "graphql/language";
import type { Model } from "../types.ts";
import { type FilterScalar, filterScalarsOf } from "./filter-scalars.ts";
import { memberTypesOf } from "./input-types.ts";

/** A type without its non-nulls: which one, and whether a list of it. */
interface Shape {
  readonly name: string;
  readonly list: boolean;
}

/** The variables inside a `where`, each with the GraphQL type that its place takes. */
export function variablesIn(
  model: Model,
  where: ValueNode,
  input: string,
): readonly (readonly [VariableNode, string])[] {
  const memberTypes = memberTypesOf(model);
  const found: (readonly [VariableNode, string])[] = [];
  const walk = (node: ValueNode, type: string) => {
    if (node.kind === Kind.VARIABLE) found.push([node, type]);
    else if (node.kind === Kind.LIST) for (const member of node.values) walk(member, nameIn(type));
    else if (node.kind === Kind.OBJECT)
      for (const { name, value } of node.fields) {
        const member = memberTypes(nameIn(type), name.value);
        if (member !== undefined) walk(value, member);
      }
  };
  walk(where, input);
  return found;
}

/**
 * Whether values of a variable can be what a place in a `where` takes. As in GraphQL, and wider where the dialect reads more: a
 * value where its filter stands, one for a list of them, texts for all that is written as text, null anywhere.
 */
export function fits(model: Model, declared: TypeNode, place: string): boolean {
  const given = shapeOf(declared);
  const wanted = shapeOf(parseType(place, { noLocation: true }));
  const filter = filterScalarsOf(model).find(({ name }) => name === wanted.name);
  if (given.list && !wanted.list && !filter?.list) return false;
  return given.name === wanted.name || isWider(given, wanted, filter);
}

function isWider(given: Shape, wanted: Shape, filter: FilterScalar | undefined): boolean {
  if (filter) return isReadAs(given.name, filter.of);
  if (wanted.name.endsWith("ListWhere"))
    return given.name === wanted.name.replace(/ListWhere$/, "Where");
  return !wanted.name.endsWith("Where") && isReadAs(given.name, wanted.name);
}

/** Whether a value of one scalar is read as one of another. */
function isReadAs(given: string, wanted: string): boolean {
  if (given === wanted) return true;
  if (given === "Int") return ["Float", "BigInt", "ID"].includes(wanted);
  // Words of enums, moments and large numbers are written as texts.
  return ["String", "ID"].includes(given) && !["Int", "Float", "Boolean"].includes(wanted);
}

function shapeOf(type: TypeNode): Shape {
  if (type.kind === Kind.NON_NULL_TYPE) return shapeOf(type.type);
  if (type.kind === Kind.LIST_TYPE) return { name: shapeOf(type.type).name, list: true };
  return { name: type.name.value, list: false };
}

function nameIn(type: string): string {
  return type.replaceAll(/[[\]!]/g, "");
}

/** How an operation declares a variable. */
export function declarationOf(operation: OperationDefinitionNode, name: string) {
  return operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
}
