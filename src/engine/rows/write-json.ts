import type { Column, Table, Texts } from "../../inventory/tables.ts";
import type { Slices } from "../../slices.ts";
import type { JsonMember, Related as Found, Rows, TextMember } from "../../types.ts";
import { cellBytes, memberFields, memberKinds, progressBytes } from "../kernels/kernels.ts";
import { isWorthMemory, mapRows } from "./read.ts";
import { leadsToOne, relateRows } from "./related.ts";
import { createScratch, type Scratch } from "../columns/scratch.ts";
import type { Engine } from "../engine.ts";

/** Rows that are written at once where what they lead to is written first, and kept until then. */
const batchRows = 8192;
/** A piece stays in the processor's cache until its reader has it. */
const pieceBytes = 1 << 18;

type WrittenMember = JsonMember | TextMember;

type Member = Partial<Record<(typeof memberFields)[number], number>>;

/**
 * Rows as JSON, each followed by `separator`. A piece is a view of the engine's memory, there until the next one is asked for.
 *
 * What varies from row to row is found by the kernel `write` in columns and dictionaries; what does not (keys, braces,
 * separators) is made once here. Related rows are written first, into a text of their own, of which each row then takes its part.
 */
export function* writeRows(
  engine: Engine,
  { type, rows }: Rows,
  members: readonly WrittenMember[],
  separator: "," | "\n",
): Generator<Uint8Array | undefined> {
  const list = yield* planList(engine, { type, rows }, members);
  const step = list.stored.size === members.length ? rows.length : batchRows;
  for (let from = 0; from < rows.length; from += step) {
    const batch = { ...list, from, rows: rows.subarray(from, from + step) };
    const scratch = createScratch(engine.cache.memory);
    try {
      for (const piece of writeBatch(engine, scratch, batch, separator))
        yield piece && engine.cache.memory.u8.subarray(piece.at, piece.at + piece.bytes);
    } finally {
      scratch.release();
    }
  }
}

/** Rows to write, and what of them. */
interface List extends Rows {
  readonly table: Table;
  readonly members: readonly WrittenMember[];
  /** The members that are written straight from a column in memory, and constants. */
  readonly stored: ReadonlyMap<WrittenMember, Column | undefined>;
  /** Position of the first of the rows among those that members have texts of. */
  readonly from: number;
}

function* planList(
  { tables, cache }: Engine,
  { type, rows }: Rows,
  members: readonly WrittenMember[],
): Slices<List> {
  const table = tables.tables.get(type)!;
  const stored = new Map<WrittenMember, Column | undefined>();
  for (const member of members) {
    if ("constant" in member) stored.set(member, undefined);
    if (!("field" in member)) continue;
    const column = table.columns.get(member.field);
    if (!column || isLongerThan(column, rows.length)) continue;
    if (yield* isWorthMemory(cache, column, rows.length)) stored.set(member, column);
  }
  return { type, rows, table, members, stored, from: 0 };
}

/** Whether more numbers would be turned into text for the dictionary than for the rows. */
function isLongerThan(column: Column, rows: number): boolean {
  return (
    column.kind === "coded" && column.dictionary.kind === "number" && column.dictionary.count > rows
  );
}

interface Piece {
  readonly at: number;
  readonly bytes: number;
}

/** Writes rows into pieces, and gives way between them; a piece is there until the next one is asked for. `ends` gets where each row's text ends. */
function* writeBatch(
  engine: Engine,
  scratch: Scratch,
  list: List,
  separator: string,
  ends = 0,
): Generator<Piece | undefined> {
  const { memory } = engine.cache;
  const { rows } = list;
  const plan = yield* planMembers(engine, scratch, list, separator);
  const place = scratch.take(plan.length * 32);
  plan.forEach((member, i) => {
    memberFields.forEach((name, f) => {
      memory.u32[(place >>> 2) + i * 8 + f] = member[name] ?? 0;
    });
  });
  const numbers = scratch.take(rows.length * 4);
  memory.u32.set(rows, numbers >>> 2);
  const progress = scratch.take(progressBytes);
  memory.u32.set([0, rows.length, ends], progress >>> 2);
  let limit = pieceBytes;
  let out = scratch.take(limit);
  while (memory.u32[progress >>> 2]! < rows.length) {
    const bytes = engine.kernels.write(place, plan.length, numbers, progress, out, limit);
    if (bytes > 0 && ends === 0) yield { at: out, bytes };
    if (memory.u32[progress >>> 2]! === rows.length) {
      if (ends !== 0) yield { at: out, bytes };
      return;
    }
    if (bytes > 0 && ends === 0) continue;
    // A single row does not fit, or all must stand in one piece: begin again with more room.
    limit *= 4;
    out = scratch.take(limit);
    memory.u32[progress >>> 2] = ends === 0 ? memory.u32[progress >>> 2]! : 0;
  }
}

function* planMembers(
  engine: Engine,
  scratch: Scratch,
  list: List,
  separator: string,
): Slices<Member[]> {
  let before = "{";
  const plan: Member[] = [];
  for (const [i, member] of list.members.entries()) {
    before += `${i > 0 ? "," : ""}${JSON.stringify(member.key)}:`;
    if ("constant" in member) {
      before += JSON.stringify(member.constant);
      continue;
    }
    const column = list.stored.get(member);
    const value = column
      ? planColumn(engine, scratch, column)
      : "field" in member
        ? planTexts(engine, scratch, yield* valuesOf(engine, list, member.field))
        : "texts" in member
          ? planTexts(engine, scratch, member.texts.slice(list.from, list.from + list.rows.length))
          : yield* planRelation(engine, scratch, list, member);
    plan.push({ ...prefixed(scratch, before), ...value });
    before = "";
    yield;
  }
  return [...plan, { ...prefixed(scratch, `${before}}${separator}`), kind: memberKinds.nothing }];
}

function prefixed(scratch: Scratch, text: string): Member {
  const bytes = Buffer.from(text);
  return { prefix: scratch.put(bytes), prefixLength: bytes.length, cells: scratch.take(cellBytes) };
}

function planColumn(engine: Engine, scratch: Scratch, column: Column): Member {
  const { cache } = engine;
  const address = (texts: Texts) => ({
    offsets: cache.address(texts.offsets),
    bytes: cache.address(texts.bytes),
  });
  const kindOf = ({ plainJson }: Texts) => (plainJson ? memberKinds.plainText : memberKinds.text);
  if (column.kind === "plain") {
    const codes = column.nulls ? cache.address(column.nulls) : 0;
    return { kind: kindOf(column.texts), width: 0, codes, ...address(column.texts) };
  }
  const { codes, dictionary } = column;
  const coded = { width: codes.width, codes: cache.address(codes.blob) };
  switch (dictionary.kind) {
    case "text":
      return { kind: kindOf(dictionary.texts), ...coded, ...address(dictionary.texts) };
    case "json":
      return { kind: memberKinds.json, ...coded, ...address(dictionary.texts) };
    default: {
      const values: string[] = [];
      cache.eachValue(dictionary, (_code, value) => values.push(JSON.stringify(value)));
      return { ...planTexts(engine, scratch, values), ...coded };
    }
  }
}

function valuesOf(
  { rows: access }: Engine,
  { table, rows }: List,
  field: string,
): Slices<string[]> {
  return mapRows(rows, (row) => JSON.stringify(access.value({ table, row }, field)));
}

/** JSON texts, one for each position. */
function planTexts(engine: Engine, scratch: Scratch, texts: readonly string[]): Member {
  const { memory } = engine.cache;
  const offsets = scratch.take((texts.length + 1) * 4);
  let end = 0;
  texts.forEach((text, i) => {
    memory.u32[(offsets >>> 2) + i] = end;
    end += Buffer.byteLength(text);
  });
  memory.u32[(offsets >>> 2) + texts.length] = end;
  const bytes = scratch.put(Buffer.from(texts.join("")));
  return { kind: memberKinds.json, width: 8, offsets, bytes };
}

type Related = Extract<JsonMember, { relation: string }>;

/** The texts of each row's related rows, each with a comma behind it. */
function* planRelation(
  engine: Engine,
  scratch: Scratch,
  rows: Rows,
  member: Related,
): Slices<Member> {
  const { model, cache } = engine;
  const { memory } = cache;
  const related = yield* relateRows(
    engine,
    rows,
    member.relation,
    member.where,
    leadsToOne(engine, rows, member.relation),
  );
  const ends = yield* writeTargets(engine, scratch, related, member);
  const offsets = scratch.take(related.offsets.length * 4);
  related.offsets.forEach((target, i) => {
    memory.u32[(offsets >>> 2) + i] = target === 0 ? 0 : ends.ends[target - 1]!;
  });
  const isList = model.types.get(rows.type)?.relations.get(member.relation)?.toMany ?? true;
  return {
    kind: isList ? memberKinds.list : memberKinds.one,
    width: 8,
    offsets,
    bytes: ends.bytes,
  };
}

/** All targets behind one another, and where each ends. */
function* writeTargets(
  engine: Engine,
  scratch: Scratch,
  related: Found,
  { members }: Related,
): Slices<{ readonly bytes: number; readonly ends: Uint32Array }> {
  const { memory } = engine.cache;
  const { types, targets, targetTypes } = related;
  const ends = new Uint32Array(targets.length);
  const pieces: Buffer[] = [];
  let end = 0;
  for (let from = 0; from < targets.length;) {
    // A run of targets of one type.
    let to = from + 1;
    while (to < targets.length && targetTypes[to] === targetTypes[from]) to++;
    const type = types[targetTypes[from]!]!;
    const own = scratch.take((to - from) * 4);
    const rows = targets.subarray(from, to);
    const run = yield* planList(engine, { type, rows }, members[type] ?? []);
    for (const piece of writeBatch(engine, scratch, run, ",", own)) {
      if (!piece) {
        yield;
        continue;
      }
      const { at, bytes } = piece;
      const { u32 } = memory;
      for (let i = from; i < to; i++) ends[i] = end + u32[(own >>> 2) + i - from]!;
      // Mostly all targets are of one type, and can stay where they were written.
      if (from === 0 && to === targets.length) return { bytes: at, ends };
      pieces.push(Buffer.from(memory.u8.slice(at, at + bytes)));
      end += bytes;
    }
    from = to;
  }
  return { bytes: scratch.put(Buffer.concat(pieces)), ends };
}
