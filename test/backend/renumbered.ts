import type { Backend, Rows } from "../../src/types.ts";

/** Odd, so that it has an inverse among numbers of 32 bits. */
const FACTOR = 2_654_435_761;
const INVERSE = 244_002_641;

/** A backend with no more than must be done, whose rows have other numbers: wide, and in no order. */
export function renumbered(backend: Backend): Backend {
  const outward = (numbers: Uint32Array) => numbers.map((row) => Math.imul(row, FACTOR));
  const inward = ({ type, rows }: Rows): Rows => ({
    type,
    rows: rows.map((row) => Math.imul(row, INVERSE)),
  });
  const { model, snapshot } = backend;
  return {
    model,
    snapshot,
    close: () => backend.close?.(),
    async select(queries) {
      const selections = await backend.select(queries);
      return selections.map(({ examined, matched, undecided, ...own }) => ({
        ...{ examined, matched, undecided },
        rows: async (which, page) =>
          (await own.rows(which, page)).map(({ type, rows }) => ({ type, rows: outward(rows) })),
      }));
    },
    async related(rows, relation, where) {
      const found = await backend.related(inward(rows), relation, where);
      return { ...found, targets: outward(found.targets) };
    },
    read: (rows, fields) => backend.read(inward(rows), fields),
    find: async (type, ids) =>
      (await backend.find(type, ids)).map((row) =>
        row === undefined ? undefined : Math.imul(row, FACTOR) >>> 0,
      ),
    connectorsOf: (rows) => backend.connectorsOf(inward(rows)),
    unlearnt: (rows, name) => backend.unlearnt(inward(rows), name),
    collections: (scope) => backend.collections(scope),
  };
}
