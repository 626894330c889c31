import {
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isNonNullType,
  type SelectionNode,
} from "graphql";
import type { JsonMember, Query, Rows } from "../types.ts";
import { readFilter, targetOf } from "./arguments.ts";
import type { Call } from "./call.ts";
import { collectFields, type SelectedField, selectionsBelow } from "./fields.ts";
import { fromRelated, type RowList, splitByType } from "./nodes.ts";
import { argumentsOf, requestOf, objectType, type Writing } from "./writing.ts";

/** A selection that the inventory can write by itself, for each concrete type it may meet. */
export type Plain = Readonly<Record<string, readonly JsonMember[]>>;

/**
 * Reads a selection on these concrete types as members that the inventory can write without us: stored fields, type
 * names, and relations with no more than a `where`. Undefined where it holds anything else: pages and sorts of nested
 * lists, findings, or fields that the schema promises and that are null somewhere, which is an error to be told.
 */
export async function readPlain(
  writing: Writing,
  types: readonly string[],
  below: readonly SelectionNode[],
): Promise<Plain | undefined> {
  const promises = new Map<string, Query>();
  const plain = readTypes(writing, types, below, promises);
  if (!plain) return undefined;
  if (promises.size === 0) return plain;
  const broken = await writing.call.inventory.select([...promises.values()]);
  return broken.every(({ matched, undecided }) => matched + undecided === 0) ? plain : undefined;
}

function readTypes(
  writing: Writing,
  types: readonly string[],
  below: readonly SelectionNode[],
  promises: Map<string, Query>,
): Plain | undefined {
  const plain: Record<string, readonly JsonMember[]> = {};
  for (const name of types) {
    const type = objectType(writing, name);
    const members = collectFields(writing.selections, type, below).map((field) =>
      readMember(writing, type, field, promises),
    );
    if (members.includes(undefined)) return undefined;
    plain[name] = members as JsonMember[];
  }
  return plain;
}

function readMember(
  writing: Writing,
  type: GraphQLObjectType,
  selected: SelectedField,
  promises: Map<string, Query>,
): JsonMember | undefined {
  const { key, name, nodes } = selected;
  if (name === "__typename") return { key, constant: type.name };
  const { model } = writing.call.inventory;
  const request = requestOf(type, selected);
  if (isLeafType(getNamedType(request.field.type))) {
    // Every row has an id.
    if (isNonNullType(request.field.type) && name !== "id") {
      const where = { kind: "null", field: name } as const;
      promises.set(`${type.name}.${name}`, { type: type.name, where });
    }
    return { key, field: name };
  }
  const target = targetOf(model, type.name, name);
  const { where, ...others } = argumentsOf(writing, request);
  if (!target || Object.keys(others).length > 0) return undefined;
  const types = "members" in target ? target.members : [target.name];
  const members = readTypes(writing, types, selectionsBelow(nodes), promises);
  const filter = members && readFilter(writing.call, target.name, where);
  return members && { key, relation: name, members, ...(filter ? { where: filter } : {}) };
}

/** Accounts for all that `plain` leads to from the rows of a list, level by level. */
export async function spendBelow(call: Call, list: RowList, plain: Plain): Promise<void> {
  await call.yieldToEventLoop();
  if (!leadsOn(plain)) return;
  for (const { rows } of splitByType(list))
    for (const member of plain[rows.type]!)
      if ("relation" in member) {
        const { relation, where, members } = member;
        const links = await call.inventory.countRelated(rows, relation);
        call.spend(links, "links");
        if (!where) call.spend(links);
        if (!where && !leadsOn(members)) continue;
        const { list: below } = fromRelated(await call.inventory.related(rows, relation, where));
        if (where) call.spend(below.length);
        await spendBelow(call, below, members);
      }
}

function leadsOn(plain: Plain): boolean {
  return Object.values(plain).some((members) => members.some((member) => "relation" in member));
}

/** The rows as members of a JSON list. Bytes are UTF-8, valid until the next piece is asked for. */
export async function* writePlain(
  call: Call,
  runs: readonly Rows[],
  plain: Plain,
): AsyncGenerator<string | Uint8Array> {
  let isFirst = true;
  for (const rows of runs) {
    for await (const piece of call.inventory.writeJson(rows, plain[rows.type]!, ",")) {
      if (!isFirst) yield ",";
      isFirst = false;
      // Every row has a comma behind it, the last one too.
      yield piece.subarray(0, -1);
      await call.yieldToEventLoop();
    }
  }
}

/** Stretches of rows of one type, in the list's order. */
export function runsOf({ types, typeOf, rows }: RowList): readonly Rows[] {
  const runs: Rows[] = [];
  for (let from = 0; from < rows.length;) {
    let to = from + 1;
    while (to < rows.length && typeOf[to] === typeOf[from]) to++;
    runs.push({ type: types[typeOf[from]!]!, rows: rows.subarray(from, to) });
    from = to;
  }
  return runs;
}
