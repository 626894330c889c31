import type { ASTNode, ValueNode } from "graphql";

/** Values of a document's variables, by name. A variable that is not in here has no value. */
export type Variables = ReadonlyMap<string, unknown>;

/**
 * A literal of a document as a plain value: enum values as their names, whole numbers too large for a JavaScript number
 * as text. A variable without a value is undefined, which callers refuse beforehand.
 */
export function readLiteral(node: ValueNode, variables: Variables): unknown {
  switch (node.kind) {
    case "NullValue":
      return null;
    case "IntValue":
      return Number.isSafeInteger(Number(node.value)) ? Number(node.value) : node.value;
    case "FloatValue":
      return Number(node.value);
    case "StringValue":
    case "BooleanValue":
    case "EnumValue":
      return node.value;
    case "Variable":
      return variables.get(node.name.value);
    case "ListValue":
      return node.values.map((value) => readLiteral(value, variables));
    case "ObjectValue":
      return Object.fromEntries(
        node.fields.map(({ name, value }) => [name.value, readLiteral(value, variables)]),
      );
  }
}

/**
 * The node that a path into a literal's value leads to: the name of the last key, or the last list member. Where the path
 * goes on inside a variable, the variable.
 */
export function nodeAt(node: ValueNode, path: readonly (string | number)[]): ASTNode {
  let at: ValueNode = node;
  let named: ASTNode = node;
  for (const step of path) {
    if (at.kind === "ObjectValue") {
      const field = at.fields.find(({ name }) => name.value === step);
      if (!field) break;
      at = field.value;
      named = field.name;
    } else if (at.kind === "ListValue" && typeof step === "number") {
      const member = at.values[step];
      if (!member) break;
      named = at = member;
    }
  }
  return named;
}
