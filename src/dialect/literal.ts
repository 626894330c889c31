import type { ASTNode, ValueNode } from "graphql";
import { Kind } from "graphql/language";
import type { Path } from "./reader.ts";
import { Word } from "./values.ts";

/** Values of a document's variables, by name. */
type Variables = ReadonlyMap<string, unknown>;

/**
 * A literal of a document as a plain value: enum values as texts, whole numbers beyond those that JavaScript holds exactly
 * as BigInts. As in GraphQL a key whose variable has no value is dropped, and a list's member becomes null.
 */
export function readLiteral(node: ValueNode, variables: Variables = new Map()): unknown {
  return read(node, variables, (name) => name);
}

/** The literal of a `where` as `readWhere` takes it: as `readLiteral`, but bare words are told from texts. */
export function readWhereLiteral(node: ValueNode, variables: Variables = new Map()): unknown {
  return read(node, variables, (name) => new Word(name));
}

function read(node: ValueNode, variables: Variables, word: (name: string) => unknown): unknown {
  switch (node.kind) {
    case Kind.VARIABLE:
      return variables.get(node.name.value);
    case Kind.NULL:
      return null;
    case Kind.INT:
      return Number.isSafeInteger(Number(node.value)) ? Number(node.value) : BigInt(node.value);
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.ENUM:
      return word(node.value);
    case Kind.LIST:
      return node.values.map((member) => read(member, variables, word) ?? null);
    case Kind.OBJECT: {
      const entries = node.fields.map(
        ({ name, value }) => [name.value, read(value, variables, word)] as const,
      );
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    }
    default:
      return node.value;
  }
}

/**
 * The node that a path into a literal's value leads to: the name of its last key, or a list's member. Where the path
 * goes on inside a variable, the variable's key.
 */
export function nodeAt(node: ValueNode, path: Path): ASTNode {
  let value = node;
  let found: ASTNode = node;
  for (const step of path) {
    if (value.kind === Kind.OBJECT) {
      const field = value.fields.find(({ name }) => name.value === step);
      if (!field) break;
      value = field.value;
      found = field.name;
    } else if (value.kind === Kind.LIST && typeof step === "number") {
      const member = value.values[step];
      if (!member) break;
      value = member;
      found = member;
    }
  }
  return found;
}
