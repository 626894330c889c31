import { giveWay, inSlices, type Slices, unlessAborted } from "../slices.ts";
import type {
  Backend,
  BackendSelection,
  Inventory,
  JsonMember,
  MissingMember,
  Related,
  RowRef,
  Rows,
  Selection,
  TextMember,
} from "../types.ts";
import { countCollections, readSources } from "./collections.ts";
import type { Teller } from "./tell.ts";

/** Rows whose members are found out at once where rows are written with what is missing in them. */
const WRITTEN_AT_ONCE = 8_192;

/** Rows of which what is missing is found out at once. */
const LOOKED_AT_ONCE = 1_024;

/** Rows that are told of at once: what they lead to is held until then. */
const TOLD_AT_ONCE = 64;

/**
 * The inventory that a backend answers for: its own answers, and all that is made of them in the same way whatever it is. Time limits
 * hold for any backend: who waits for an answer is let go when its time is up, even where the work behind it cannot be ended.
 */
export function createInventoryOver(whole: Backend): Inventory {
  let teller: Promise<Teller> | undefined;
  /** The code is read when somebody asks: where all checks pass nobody does. */
  const loadTeller = () =>
    (teller ??= import("./tell.ts").then(({ createTeller }) =>
      createTeller(whole.model, create(whole, undefined).select),
    ));

  function create(backend: Backend, signal: AbortSignal | undefined): Inventory {
    const { model } = backend;

    const inTime = async <T>(work: () => Promise<T>): Promise<T> => {
      signal?.throwIfAborted();
      return unlessAborted(work(), signal);
    };

    const isToOne = (type: string, relation: string) =>
      model.types.get(type)?.relations.get(relation)?.toMany === false;

    async function* pieces(rows: Rows, atOnce: number): AsyncGenerator<Rows> {
      for (let from = 0; from < rows.rows.length; from += atOnce) {
        await giveWay();
        signal?.throwIfAborted();
        yield { type: rows.type, rows: rows.rows.subarray(from, from + atOnce) };
      }
    }

    const inventory: Inventory = {
      until: (own) => create(whole.until?.(own) ?? whole, own),
      close: () => whole.close?.(),
      model,
      snapshot: backend.snapshot,
      collections: (scope) => inTime(() => backend.collections(scope)),
      select: async (queries) => {
        const selections = await inTime(() => backend.select(queries));
        return selections.map((one) => wholeSelection(one, inTime));
      },
      async related(rows, relation, where) {
        const found = await inTime(() => backend.related(rows, relation, where));
        return isToOne(rows.type, relation) ? firstOfEach(found) : found;
      },
      allRelated: (rows, relation) => inTime(() => backend.related(rows, relation)),
      async countRelated(rows, relation) {
        if (backend.countRelated) return inTime(() => backend.countRelated!(rows, relation));
        return (await inventory.related(rows, relation)).targets.length;
      },
      read: (rows, fields) => inTime(() => backend.read(rows, fields)),
      async *writeJson(rows, members, separator) {
        const { writeRows } = backend.writeJson ? {} : await import("./write-json.ts");
        const write = (some: Rows, known: readonly (JsonMember | TextMember)[]) =>
          backend.writeJson?.(some, known, separator) ??
          writeRows!(inventory, some, known, separator);
        const whole = members.flatMap((member): readonly JsonMember[] => {
          if (!("missing" in member)) return [member];
          return member.missing.length === 0 ? [{ key: member.key, constant: [] }] : [];
        });
        if (whole.length === members.length) {
          yield* write(rows, whole);
          return;
        }
        for await (const some of pieces(rows, WRITTEN_AT_ONCE))
          yield* write(some, await withTexts(inventory, some, members));
      },
      async mayMiss(type, name) {
        if (backend.mayMiss) return inTime(() => backend.mayMiss!(type, name));
        const { fields, relations } = model.types.get(type)!;
        return (fields.has(name) && name !== "id") || relations.has(name);
      },
      async missing(rows, name) {
        if (!(await inventory.mayMiss(rows.type, name))) return new Uint32Array(0);
        const { listMissing } = await loadTeller();
        const places: number[] = [];
        let from = 0;
        for await (const some of pieces(rows, LOOKED_AT_ONCE)) {
          for (const place of await inTime(() => listMissing(backend, some, name)))
            places.push(from + place);
          from += some.rows.length;
        }
        return Uint32Array.from(places);
      },
      async undecided(type, where) {
        if (backend.undecided) return inTime(() => backend.undecided!(type, where));
        const [selection] = await inventory.select([{ type, where }]);
        const [rows] = await selection!.rows("undecided");
        return rows ?? { type, rows: new Uint32Array(0) };
      },
      connectorsOf: (rows) => inTime(() => backend.connectorsOf(rows)),
      find: (type, ids) => inTime(() => backend.find(type, ids)),
      async explain(rows, where) {
        if (!where) return Array.from(rows.rows, () => []);
        const { whyTrue } = await loadTeller();
        return tellEach(rows, (some) => whyTrue(backend, some, where));
      },
      async explainMissing(rows, where) {
        if (!where) return Array.from(rows.rows, () => []);
        const { whyMissing } = await loadTeller();
        return tellEach(rows, (some) => whyMissing(backend, some, where));
      },
      sources: (rows, query) =>
        inTime(() => backend.sources?.(rows, query) ?? readSources(backend, rows, query)),
      async coverage() {
        if (backend.coverage) return inTime(() => backend.coverage!());
        return countCollections(await inventory.collections());
      },
      async countIncomplete(types) {
        if (backend.countIncomplete) return inTime(() => backend.countIncomplete!(types));
        const open = (await inventory.coverage()).filter(
          ({ type, status }) => status !== "complete" && types.includes(type),
        );
        return open.reduce((sum, { connectors }) => sum + connectors, 0);
      },
    };

    /** What is told of each row, some rows at a time. */
    async function tellEach<T>(
      rows: Rows,
      tell: (some: Rows) => Promise<(row: RowRef) => Slices<T>>,
    ): Promise<readonly T[]> {
      const all: T[] = [];
      for await (const some of pieces(rows, TOLD_AT_ONCE)) {
        const tellOf = await inTime(() => tell(some));
        for (const row of some.rows) {
          all.push(await inSlices(tellOf({ type: rows.type, row }), signal));
        }
      }
      return all;
    }

    return inventory;
  }
  return create(whole, undefined);
}

/** Members with what is missing in each row as a JSON text. */
async function withTexts(
  inventory: Inventory,
  rows: Rows,
  members: readonly (JsonMember | MissingMember)[],
): Promise<readonly (JsonMember | TextMember)[]> {
  return Promise.all(
    members.map(async (member) => {
      if (!("missing" in member)) return member;
      const names = Array.from(rows.rows, (): string[] => []);
      for (const name of member.missing)
        for (const place of await inventory.missing(rows, name)) names[place]!.push(name);
      return { key: member.key, texts: names.map((own) => JSON.stringify(own)) };
    }),
  );
}

function wholeSelection(
  own: BackendSelection,
  inTime: <T>(work: () => Promise<T>) => Promise<T>,
): Selection {
  const { examined, matched, undecided } = own;
  return {
    ...{ examined, matched, undecided },
    rows: (which, page) => inTime(() => own.rows(which, page)),
    async among(which, rows) {
      if (own.among) return inTime(() => own.among!(which, rows));
      const runs = await inTime(() => own.rows(which));
      const found = new Set(runs.flatMap((run) => (run.type === rows.type ? [...run.rows] : [])));
      return Uint32Array.from(rows.rows.keys()).filter((i) => found.has(rows.rows[i]!));
    },
  };
}

/** Of each row's targets the first. Two may be found where one is promised: a disk that two machines share. */
function firstOfEach(related: Related): Related {
  const { offsets, types, targets, targetTypes } = related;
  const count = offsets.length - 1;
  const firsts = new Uint32Array(count + 1);
  const kept: number[] = [];
  for (let i = 0; i < count; i++) {
    if (offsets[i]! < offsets[i + 1]!) kept.push(offsets[i]!);
    firsts[i + 1] = kept.length;
  }
  if (kept.length === targets.length) return related;
  return {
    offsets: firsts,
    types,
    targets: Uint32Array.from(kept, (at) => targets[at]!),
    targetTypes: Uint8Array.from(kept, (at) => targetTypes[at]!),
  };
}
