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

/** Where a path into a literal's value leads. */
export interface LiteralPlace {
  /** The name of its last key, or a list's member. */
  readonly node: ASTNode;
  /** The variable whose value the path ends at or goes into. */
  readonly variable?: string;
  /** How it goes on inside the variable's value. */
  readonly rest: Path;
}

/** The node that a path into a literal's value leads to, and the way on where that is a variable. */
export function placeIn(literal: ValueNode, path: Path): LiteralPlace {
  let value = literal;
  let node: ASTNode = literal;
  for (const [i, step] of path.entries()) {
    if (value.kind === Kind.VARIABLE)
      return { node, variable: value.name.value, rest: path.slice(i) };
    if (value.kind === Kind.OBJECT) {
      const field = value.fields.find(({ name }) => name.value === step);
      if (!field) break;
      value = field.value;
      node = field.name;
    } else if (value.kind === Kind.LIST) {
      const member = value.values[step as number];
      if (!member) break;
      value = member;
      node = member;
    }
  }
  return value.kind === Kind.VARIABLE
    ? { node, variable: value.name.value, rest: [] }
    : { node, rest: [] };
}

/** The value that a path into a literal leads to; undefined where that is none of its own, as within a variable's. */
export function valueAt(literal: ValueNode, path: Path): ValueNode | undefined {
  return path.reduce<ValueNode | undefined>((value, step) => {
    if (value?.kind === Kind.LIST && typeof step === "number") return value.values[step];
    if (value?.kind !== Kind.OBJECT) return undefined;
    return value.fields.find(({ name }) => name.value === step)?.value;
  }, literal);
}

/**
 * The node that a path into a literal's value leads to: the name of its last key, or a list's member. Where the path
 * goes on inside a variable, the variable's key.
 */
export function nodeAt(literal: ValueNode, path: Path): ASTNode {
  return placeIn(literal, path).node;
}
