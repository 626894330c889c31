import type { Table, Texts } from "../inventory/tables.ts";
import type { JsonMember, Rows } from "../types.ts";
import { memberFields, memberKinds } from "./kernels.ts";
import { isWorthMemory } from "./read.ts";
import { relateRows } from "./related.ts";
import type { Engine } from "./select.ts";

/** Rows that are written at once. */
const batchRows = 8192;
const smallestBuffer = 1 << 22;

type Member = Partial<Record<(typeof memberFields)[number], number>>;

/**
 * Rows as JSON, each followed by `separator`.
 *
 * What varies from row to row is found by the kernel `write` in columns and dictionaries; what does not (keys, braces,
 * separators) is made once here. Related rows are written first, into a text of their own, of which each row then takes its part.
 */
export function* writeRows(
  engine: Engine,
  { type, rows }: Rows,
  members: readonly JsonMember[],
  separator: "," | "\n",
): Generator<Uint8Array> {
  for (let from = 0; from < rows.length; from += batchRows) {
    const batch = { type, rows: rows.subarray(from, from + batchRows) };
    const rooms = createRooms(engine);
    try {
      for (const piece of writeBatch(engine, rooms, batch, members, separator)) {
        yield engine.store.memory.u8.slice(piece.at, piece.at + piece.bytes);
      }
    } finally {
      rooms.release();
    }
  }
}

/** Memory for as long as a batch is written. */
interface Rooms {
  take(bytes: number): number;
  put(bytes: Uint8Array): number;
  release(): void;
}

function createRooms({ store: { memory } }: Engine): Rooms {
  const taken: [address: number, bytes: number][] = [];
  const take = (bytes: number) => {
    const address = memory.allocate(bytes);
    taken.push([address, bytes]);
    return address;
  };
  return {
    take,
    put(bytes) {
      const address = take(bytes.length);
      memory.u8.set(bytes, address);
      return address;
    },
    release: () => {
      for (const [address, bytes] of taken.splice(0)) memory.release(address, bytes);
    },
  };
}

interface Piece {
  readonly at: number;
  readonly bytes: number;
}

/** Writes rows into pieces; a piece is there until the next one is asked for. `ends` gets where each row's text ends. */
function* writeBatch(
  engine: Engine,
  rooms: Rooms,
  { type, rows }: Rows,
  members: readonly JsonMember[],
  separator: string,
  ends = 0,
): Generator<Piece> {
  const { memory } = engine.store;
  const plan = planMembers(engine, rooms, { type, rows }, members, separator);
  const place = rooms.take(plan.length * 32);
  plan.forEach((member, i) => {
    memberFields.forEach((name, f) => {
      memory.u32[(place >>> 2) + i * 8 + f] = member[name] ?? 0;
    });
  });
  const list = rooms.take(rows.length * 4);
  memory.u32.set(rows, list >>> 2);
  const progress = rooms.take(12);
  memory.u32.set([0, rows.length, ends], progress >>> 2);
  let limit = smallestBuffer;
  let out = rooms.take(limit);
  while (memory.u32[progress >>> 2]! < rows.length) {
    const bytes = engine.kernels.write(place, plan.length, list, progress, out, limit);
    if (bytes > 0 && ends === 0) yield { at: out, bytes };
    if (memory.u32[progress >>> 2]! === rows.length) {
      if (ends !== 0) yield { at: out, bytes };
      return;
    }
    if (bytes > 0 && ends === 0) continue;
    // A single row does not fit, or all must stand in one piece: begin again with more room.
    limit *= 4;
    out = rooms.take(limit);
    memory.u32[progress >>> 2] = ends === 0 ? memory.u32[progress >>> 2]! : 0;
  }
}

function planMembers(
  engine: Engine,
  rooms: Rooms,
  rows: Rows,
  members: readonly JsonMember[],
  separator: string,
): Member[] {
  let before = "{";
  const plan: Member[] = [];
  members.forEach((member, i) => {
    before += `${i > 0 ? "," : ""}${JSON.stringify(member.key)}:`;
    if ("constant" in member) {
      before += JSON.stringify(member.constant);
      return;
    }
    const value =
      "field" in member
        ? planField(engine, rooms, rows, member.field)
        : planRelation(engine, rooms, rows, member);
    plan.push({ ...prefixed(rooms, before), ...value });
    before = "";
  });
  return [...plan, { ...prefixed(rooms, `${before}}${separator}`), kind: memberKinds.nothing }];
}

function prefixed(rooms: Rooms, text: string): Member {
  const bytes = Buffer.from(text);
  return { prefix: rooms.put(bytes), prefixLength: bytes.length };
}

function planField(engine: Engine, rooms: Rooms, { type, rows }: Rows, field: string): Member {
  const { tables, store } = engine;
  const table = tables.tables.get(type)!;
  const column = table.columns.get(field);
  const address = (texts: Texts) => ({
    offsets: store.address(texts.offsets),
    bytes: store.address(texts.bytes),
  });
  const kindOf = ({ plainJson }: Texts) => (plainJson ? memberKinds.plainText : memberKinds.text);
  const isStored = engine.rows.touched(table).size === 0;
  if (!column || !isStored || !isWorthMemory(store, column, rows.length, table.rows)) {
    return planTexts(engine, rooms, valuesOf(engine, table, field, rows));
  }
  if (column.kind === "plain") {
    const codes = column.nulls ? store.address(column.nulls) : 0;
    return { kind: kindOf(column.texts), width: 0, codes, ...address(column.texts) };
  }
  const { codes, dictionary } = column;
  const coded = { width: codes.width, codes: store.address(codes.blob) };
  switch (dictionary.kind) {
    case "text":
      return { kind: kindOf(dictionary.texts), ...coded, ...address(dictionary.texts) };
    case "json":
      return { kind: memberKinds.json, ...coded, ...address(dictionary.texts) };
    default: {
      if (dictionary.count > rows.length)
        return planTexts(engine, rooms, valuesOf(engine, table, field, rows));
      const values: string[] = [];
      store.eachValue(dictionary, (_code, value) => values.push(JSON.stringify(value)));
      return { ...planTexts(engine, rooms, values), ...coded };
    }
  }
}

function valuesOf(
  { rows: access }: Engine,
  table: Table,
  field: string,
  rows: Uint32Array,
): string[] {
  return Array.from(rows, (row) => JSON.stringify(access.value({ table, row }, field)));
}

/** JSON texts, one for each position. */
function planTexts(engine: Engine, rooms: Rooms, texts: readonly string[]): Member {
  const { memory } = engine.store;
  const offsets = rooms.take((texts.length + 1) * 4);
  let end = 0;
  texts.forEach((text, i) => {
    memory.u32[(offsets >>> 2) + i] = end;
    end += Buffer.byteLength(text);
  });
  memory.u32[(offsets >>> 2) + texts.length] = end;
  const bytes = rooms.put(Buffer.from(texts.join("")));
  return { kind: memberKinds.json, width: 8, offsets, bytes };
}

type Related = Extract<JsonMember, { relation: string }>;

/** The texts of each row's related rows, each with a comma behind it. */
function planRelation(engine: Engine, rooms: Rooms, rows: Rows, member: Related): Member {
  const { model, store } = engine;
  const { memory } = store;
  const related = relateRows(engine, rows, member.relation, member.where);
  const ends = writeTargets(engine, rooms, related, member);
  const offsets = rooms.take(related.offsets.length * 4);
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
function writeTargets(
  engine: Engine,
  rooms: Rooms,
  related: ReturnType<typeof relateRows>,
  { members }: Related,
): { readonly bytes: number; readonly ends: Uint32Array } {
  const { memory } = engine.store;
  const { types, targets, targetTypes } = related;
  const ends = new Uint32Array(targets.length);
  const pieces: Buffer[] = [];
  let end = 0;
  for (let from = 0; from < targets.length;) {
    // A run of targets of one type.
    let to = from + 1;
    while (to < targets.length && targetTypes[to] === targetTypes[from]) to++;
    const type = types[targetTypes[from]!]!;
    const own = rooms.take((to - from) * 4);
    const run = { type, rows: targets.subarray(from, to) };
    for (const { at, bytes } of writeBatch(engine, rooms, run, members[type] ?? [], ",", own)) {
      const { u32 } = memory;
      for (let i = from; i < to; i++) ends[i] = end + u32[(own >>> 2) + i - from]!;
      // Mostly all targets are of one type, and can stay where they were written.
      if (from === 0 && to === targets.length) return { bytes: at, ends };
      pieces.push(Buffer.from(memory.u8.slice(at, at + bytes)));
      end += bytes;
    }
    from = to;
  }
  return { bytes: rooms.put(Buffer.concat(pieces)), ends };
}
