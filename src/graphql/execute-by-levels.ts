import { type GraphQLError, type GraphQLObjectType, getNamedType } from "graphql";
import { invariant } from "../errors.ts";
import type { Answers } from "./answers.ts";
import { gatherChildren } from "./children.ts";
import { collectFields, type SelectedField, selectionsBelow } from "./fields.ts";
import { completeChildren, writeThings } from "./level.ts";
import { RowList, SLICE } from "./nodes.ts";
import { notePlain } from "./note-missing.ts";
import { describe } from "./introspection.ts";
import { CutOff, DataNulled, type Operation, type Piece } from "./operation.ts";
import { readPlain, runsOf, spendBelow, writePlain } from "./plain.ts";
import {
  type FieldRequest,
  argumentsOf,
  requestOf,
  failField,
  joinList,
  NULLED,
  spentOn,
  type Text,
  type Writing,
} from "./writing.ts";

/**
 * The `data` of an answer as JSON text, piece by piece and level by level: all objects of a level are read with one
 * question per type, and those they lead to with one per type and relation. A long root list goes in slices, so that
 * memory stays bounded whatever it holds; where nothing but stored fields and relations is asked of it, the inventory
 * writes it without a value being made. Errors of fields are added to `errors`.
 *
 * Same answer as graphql-js gives by the schema's resolvers, without its cost per field and row.
 *
 * @throws CutOff because of DataNulled when `data` as a whole is null, or of Stopped when the call's allowance is used up
 */
export async function* executeByLevels(
  { args, answers, call }: Operation,
  errors: GraphQLError[],
): AsyncGenerator<Piece> {
  const { schema, fragmentDefinitions: fragments, variableValues } = args;
  const { root, rowFields, described } = answers;
  const writing: Writing = {
    rowFields,
    described,
    selections: { schema, fragments, variableValues },
    call,
    errors,
  };
  const query = schema.getQueryType();
  invariant(query, "the schema has a query type");
  const fields = collectFields(writing.selections, query, args.operation.selectionSet.selections);
  const started = fields.map((field) => startField(writing, root, query, field));
  await Promise.allSettled(started);
  yield "{";
  for (const [i, field] of fields.entries()) {
    yield `${i > 0 ? "," : ""}${JSON.stringify(field.key)}:`;
    if (field.name === "__typename") yield JSON.stringify(query.name);
    else {
      let isBegun = false;
      try {
        for await (const piece of writeRoot(writing, query, field, started[i]!)) {
          yield piece;
          isBegun = true;
        }
      } catch (error) {
        // Lists alone come in several pieces, each of whole members.
        throw new CutOff(error, isBegun ? "]}" : "null}");
      }
    }
  }
  yield "}";
}

/** Asks for a root field's value; all are asked for at once, so that their selections go to the inventory together. */
async function startField(
  writing: Writing,
  root: Answers["root"],
  query: GraphQLObjectType,
  selected: SelectedField,
): Promise<unknown> {
  if (selected.name === "__typename") return undefined;
  const request = requestOf(query, selected);
  const args = argumentsOf(writing, request);
  const method = root[selected.name];
  return method
    ? method(args, writing.call, selected.key)
    : describe(writing.described(), request.field, undefined, args);
}

async function* writeRoot(
  writing: Writing,
  query: GraphQLObjectType,
  selected: SelectedField,
  started: Promise<unknown>,
): AsyncGenerator<Piece> {
  const request = requestOf(query, selected);
  let value: unknown;
  try {
    value = await started;
  } catch (error) {
    yield orNulled(failField(writing, request, error, []));
    return;
  }
  if (value instanceof RowList) yield* writeRows(writing, request, value);
  else {
    const { call } = writing;
    const children = await gatherChildren(call, [value], spentOn(request));
    const [text] = await completeChildren(writing, request, children, () => []);
    yield orNulled(text!);
  }
}

/** A root list: written by the inventory itself where the selection is plain, else slice by slice. */
async function* writeRows(
  writing: Writing,
  request: FieldRequest,
  list: RowList,
): AsyncGenerator<Piece> {
  const below = selectionsBelow(request.nodes);
  const plain = await readPlain(writing, list.types, below);
  const runs = runsOf(list);
  if (!plain || runs.length > list.types.length) {
    yield* writeSlices(writing, request, list);
    return;
  }
  if (writing.call.isBounded) await spendBelow(writing.call, list, plain);
  yield "[";
  yield* writePlain(writing.call, runs, plain);
  yield "]";
  await notePlain(writing.call, list, plain, [request.key]);
}

async function* writeSlices(
  writing: Writing,
  request: FieldRequest,
  list: RowList,
): AsyncGenerator<Piece> {
  const type = getNamedType(request.field.type).name;
  const below = selectionsBelow(request.nodes);
  yield "[";
  for (let from = 0; from < list.length; from += SLICE) {
    const slice = list.slice(from, from + SLICE);
    const pathOf = (i: number) => [request.key, from + i];
    const texts = await writeThings(writing, type, slice, below, pathOf);
    yield (from === 0 ? "" : ",") + orNulled(joinList(request.field.type, texts)).slice(1, -1);
  }
  yield "]";
}

function orNulled(text: Text): string {
  if (text === NULLED) throw new DataNulled();
  return text;
}
