import {
  type GraphQLResolveInfo,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
} from "graphql";
import { type Answers, answersOf } from "./answers.ts";
import type { Arguments } from "./arguments.ts";
import { type Batcher, createBatcher, RowObject } from "./batch.ts";
import { type Call, createCall } from "./call.ts";
import { gatherChildren } from "./children.ts";
import { RowList, RowRef } from "./nodes.ts";
import { nullError } from "./writing.ts";

/** One execution by graphql-js: whom it asks, and what turns single questions into few. */
export interface Resolving {
  readonly call: Call;
  readonly batcher: Batcher;
  /** Gives way to other work, together with others that are asked at about the same time. */
  turn(): Promise<void>;
}

/** Executions under way, by their variables: each has an object of its own for them. */
const resolving = new WeakMap<object, Resolving>();

/** Lets the execution with these variables ask and spend as `call` does. One that is not announced has the schema's allowance. */
export function beginResolving(variables: object, call: Call, { rowFields }: Answers): Resolving {
  const begun = { call, batcher: createBatcher(call, rowFields), turn: createTurns(call) };
  resolving.set(variables, begun);
  return begun;
}

/** Objects whose fields are resolved in one turn of the event loop: graphql-js asks for those of a hundred thousand at once. */
const OBJECTS_AT_ONCE = 256;

function createTurns(call: Call): () => Promise<void> {
  let asked = 0;
  let turn = Promise.resolve();
  return () => {
    if (asked++ % OBJECTS_AT_ONCE === 0) turn = turn.then(() => call.yieldToEventLoop());
    return turn;
  };
}

/** The execution that a resolver works for. */
export function resolvingOf({ schema, variableValues }: GraphQLResolveInfo): Resolving {
  const known = resolving.get(variableValues);
  if (known) return known;
  const answers = answersOf(schema);
  return beginResolving(variableValues, createCall(answers.inventory, answers.allowance), answers);
}

/** The value, unless it is null against the schema's promise: graphql-js would take that for a bug. @throws GraphQLError */
function keep(value: unknown, { parentType, fieldName, returnType }: GraphQLResolveInfo): unknown {
  if (value == null && isNonNullType(returnType)) throw nullError(parentType, { name: fieldName });
  return value;
}

/** The resolver of every field: of a row what is stored, or what it leads to; of a plain object its property or method. */
export function resolve(
  source: unknown,
  args: Arguments,
  _context: unknown,
  info: GraphQLResolveInfo,
): unknown {
  if (source instanceof RowObject)
    return info.fieldName in source.values
      ? keep(source.values[info.fieldName], info)
      : follow(source, args, info);
  const object = (source ?? answersOf(info.schema).root) as Readonly<Record<string, unknown>>;
  const value = object[info.fieldName];
  // Not worth a promise.
  if (typeof value !== "function" && isLeafType(getNamedType(info.returnType)))
    return keep(value, info);
  return complete(object, value, args, info);
}

async function follow(
  from: RowObject,
  args: Arguments,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  return keep(await resolvingOf(info).batcher.follow(from, args, info), info);
}

async function complete(
  object: object,
  member: unknown,
  args: Arguments,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  const { call, batcher } = resolvingOf(info);
  const isRoot = info.path.prev === undefined;
  const key = isRoot ? String(info.path.key) : undefined;
  const value: unknown =
    typeof member === "function" ? await member.call(object, args, call, key) : member;
  if (isLeafType(getNamedType(info.returnType))) return keep(value, info);
  // Accounted for when it was selected.
  if (isRoot && value instanceof RowList) return batcher.read(value, info);
  const { things, absent } = await gatherChildren(call, [value]);
  if (absent.size > 0) return keep(null, info);
  const isList = isListType(getNullableType(info.returnType));
  if (isList) return things instanceof RowList ? batcher.read(things, info) : things;
  return value instanceof RowRef ? batcher.load(value, info) : value;
}
