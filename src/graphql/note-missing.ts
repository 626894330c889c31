import type { Filter, JsonMember, Rows } from "../types.ts";
import type { Call } from "./call.ts";
import { type PathOf, pathsBelow } from "./children.ts";
import { keysOf } from "./gaps.ts";
import { fromRelated, type RowList, SLICE, splitByType } from "./nodes.ts";
import type { Plain } from "./plain.ts";

/** A member of the objects that rows become: the field or relation `name` under `key`, with its `where`. */
interface Shown {
  readonly key: string;
  readonly name: string;
  readonly where?: Filter | undefined;
}

/** Notes for rows of one type what is missing of a member, and how many rows its `where` leaves out for that. */
export async function noteMember(
  call: Call,
  rows: Rows,
  { key, name, where }: Shown,
  pathOf: PathOf,
): Promise<void> {
  const { inventory, gaps } = call;
  const pathTo = (place: number) => [...pathOf(place), key];
  if (await inventory.mayMiss(rows.type, name))
    gaps.noteField(rows, await inventory.missing(rows, name), name, pathTo);
  if (!where || rows.rows.length === 0) return;
  const count = await countUndecided(call, rows, name, where);
  if (count > 0) gaps.noteUndecided(keysOf(pathTo(0)), count);
}

/** How many links lead to rows for which `where` cannot be told. */
async function countUndecided(
  { inventory }: Call,
  rows: Rows,
  relation: string,
  where: Filter,
): Promise<number> {
  const { types, abstractTypes } = inventory.model;
  const { target } = types.get(rows.type)!.relations.get(relation)!;
  const open = new Map<string, Set<number>>();
  for (const member of abstractTypes.get(target)?.members ?? [target]) {
    const undecided = await inventory.undecided(member, where);
    if (undecided.rows.length > 0) open.set(member, new Set(undecided.rows));
  }
  if (open.size === 0) return 0;
  const { types: found, targetTypes, targets } = await inventory.related(rows, relation);
  let count = 0;
  for (let i = 0; i < targets.length; i++)
    if (open.get(found[targetTypes[i]!]!)?.has(targets[i]!)) count++;
  return count;
}

/** Notes what is missing in rows that the inventory wrote by itself, in the order in which they are written level by level. */
export async function notePlain(
  call: Call,
  list: RowList,
  plain: Plain,
  path: readonly (string | number)[],
): Promise<void> {
  if (!(await isOpen(call, plain))) return;
  for (let from = 0; from < list.length; from += SLICE)
    await noteLevel(call, list.slice(from, from + SLICE), plain, (i) => [...path, from + i]);
}

async function noteLevel(call: Call, list: RowList, plain: Plain, pathOf: PathOf): Promise<void> {
  await call.yieldToEventLoop();
  for (const { at, rows } of splitByType(list)) {
    const pathTo: PathOf = (i) => pathOf(at[i]!);
    for (const member of plain[rows.type] ?? []) await noteJsonMember(call, rows, member, pathTo);
  }
}

async function noteJsonMember(
  call: Call,
  rows: Rows,
  member: JsonMember,
  pathOf: PathOf,
): Promise<void> {
  const { key } = member;
  if ("field" in member) await noteMember(call, rows, { key, name: member.field }, pathOf);
  if (!("relation" in member)) return;
  const { relation, where, members } = member;
  await noteMember(call, rows, { key, name: relation, where }, pathOf);
  if (!(await isOpen(call, members))) return;
  const { offsets, list } = fromRelated(await call.inventory.related(rows, relation, where));
  const isList = call.inventory.model.types.get(rows.type)!.relations.get(relation)!.toMany;
  const below = pathsBelow(offsets, isList, (i) => [...pathOf(i), key]);
  await noteLevel(call, list, members, below);
}

/** Whether anything may be missing in rows of these types, or in those they lead to. */
async function isOpen(call: Call, plain: Plain): Promise<boolean> {
  for (const [type, members] of Object.entries(plain))
    for (const member of members) if (await isOpenMember(call, type, member)) return true;
  return false;
}

async function isOpenMember(call: Call, type: string, member: JsonMember): Promise<boolean> {
  if ("field" in member) return call.inventory.mayMiss(type, member.field);
  if (!("relation" in member)) return false;
  const { relation, where, members } = member;
  if (where !== undefined) return true;
  return (await call.inventory.mayMiss(type, relation)) || (await isOpen(call, members));
}
