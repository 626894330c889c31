import { openSingle } from "../collect/recording/single.ts";
import { providers } from "../../src/library/providers.ts";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { loadChecks } from "../../src/check/document/load.ts";
import { runWhole } from "../../src/check/run/run.ts";
import { runChecks } from "../run-checks.ts";
import { readWhere } from "../../src/dialect/filter.ts";
import { createDialectSchema } from "../../src/dialect/schema.ts";
import { renderSdl } from "../reference/sdl.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import { InputError } from "../../src/errors.ts";
import { readModel } from "../../src/model/read.ts";
import { reporters } from "../../src/report/reporters.ts";
import { openSnapshot, writeSnapshot } from "../../src/snapshot/file.ts";
import type { Query } from "../../src/types.ts";
import { wheres } from "../dialect/random-where.ts";
import { answer, inventoryOf, tablesOf } from "../engine/ask.ts";
import { estates, toys } from "../engine/random-estate.ts";
import { documents } from "./documents.ts";
import { holdSolver, solverCases } from "../solver/hold-solver.ts";
import { keyOf } from "./faults.ts";
import { type Edit, edits, mutateJson, mutateText, writeOdd } from "./mutate.ts";
import { holdValues } from "./values.ts";
import {
  blackouts,
  checks,
  collectThrough,
  folders,
  holdToTruth,
  mishaps,
  model,
  now,
  storms,
  truthOf,
} from "./verdicts.ts";

/** One thing that is fuzzed: whatever is made, `hold` must not throw. */
export interface Target {
  /** How many are tried in `npm test`. */
  readonly few: number;
  readonly property: () => fc.IAsyncProperty<[unknown]>;
}

function target<T>(few: number, made: fc.Arbitrary<T>, hold: (one: T) => Promise<void>): Target {
  return {
    few,
    property: () => fc.asyncProperty(made, hold) as unknown as fc.IAsyncProperty<[unknown]>,
  };
}

/** What a reading of something odd comes to: a value, or undefined where a person is told of mistakes. All else is thrown on. */
function orMistake<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

const [estate] = fc.sample(estates(false), { numRuns: 1, seed: 5 });
const inventory = inventoryOf(estate!);
const everything: readonly Query[] = [...toys.types.keys()].map((type) => ({ type }));

const emptyFolder = new URL("none/", import.meta.url).pathname;

const documentTarget = target(
  150,
  fc.record({ base: fc.constantFrom(...documents), changes: edits }),
  async ({ base, changes }) => {
    const standardInput = mutateText(base, changes);
    const read = orMistake(() => loadChecks(toys, emptyFolder, { names: ["-"], standardInput }));
    if (read) await runChecks(inventory, read, { clock: () => 0 });
  },
);

const sdl = readFileSync(new URL("../engine/estate.graphql", import.meta.url), "utf8");

const sdlTarget = target(120, edits, async (changes) => {
  const text = mutateText(sdl, changes);
  const read = orMistake(() => readModel([{ file: "odd.graphql", text }]));
  if (!read) return;
  createDialectSchema(read);
  renderSdl(read);
});

const whereTarget = target(
  200,
  fc.record({
    type: fc.constantFrom("Box", "Ball", "Account", "Thing", "Find"),
    where: fc.constantFrom("Box", "Thing", "Find").chain((type) => wheres(type)),
    changes: fc.option(edits, { nil: [] as readonly Edit[] }),
    noise: fc.option(fc.jsonValue(), { nil: undefined, freq: 1 }),
  }),
  async ({ type, where, changes, noise }) => {
    const value: unknown = mutateJson(noise ?? where.nested, changes);
    const { filter, mistakes } = readWhere(toys, type, JSON.parse(writeOdd(value)));
    if (mistakes.length > 0) return;
    const [selection] = await inventory.select([{ type, where: filter }]);
    for (const rows of await selection!.rows("matched")) await inventory.explain(rows, filter);
    for (const rows of await selection!.rows("undecided"))
      await inventory.explainMissing(rows, filter);
  },
);

/** A body with changes: to its values, or to its text where it is a page of HTML. */
function makeOdd(body: string, changes: readonly Edit[]): string {
  if (body.startsWith("<")) return mutateText(body, changes);
  return writeOdd(mutateJson(JSON.parse(body), changes));
}

const path = `${process.env.TMPDIR ?? "/tmp"}/assay-fuzz-${process.pid}`;

/** Odd answers are judged, reported in every form, written to a snapshot and read again. */
const answersTarget = target(
  4,
  fc.record({
    folder: fc.constantFrom(...folders),
    odd: fc.array(fc.record({ at: fc.nat(9999), changes: edits }), { minLength: 1, maxLength: 8 }),
  }),
  async ({ folder, odd }) => {
    const { keys } = await truthOf(folder);
    const changed = new Map(
      odd.map(({ at, changes }) => [keys[Math.floor((at / 10_000) * keys.length)], changes]),
    );
    const inner = openSingle(folder, now, providers);
    const tables = await collectThrough({
      ...inner,
      async send(request) {
        const found = await inner.send(request);
        const changes = changed.get(keyOf(request));
        if (found.kind === "fault" || !changes) return found;
        return { ...found, body: makeOdd(found.body, changes) };
      },
    });
    const whole = await runWhole(createInventory(model, tables), checks, { clock: () => 0 });
    for (const { load } of Object.values(reporters)) {
      const render = await load();
      for await (const _piece of render(whole, { limit: 10, width: 80 } as never));
    }
    writeSnapshot(path, tables);
    const again = await runChecks(createInventory(model, openSnapshot(path, model)), checks, {
      clock: () => 0,
    });
    rmSync(path);
    const print = (value: unknown) => JSON.stringify(value);
    if (print(again.verdicts) !== print(whole.run.verdicts))
      throw new Error("The snapshot, read again, makes other verdicts.");
  },
);

/** A snapshot whose bytes are cut, moved, repeated or flipped is refused, or answers as it did. */
const snapshotTarget = target(
  60,
  fc.array(
    fc.record({
      at: fc.nat(9999),
      length: fc.nat(400),
      how: fc.constantFrom("flip", "cut", "repeat", "blank"),
      by: fc.integer({ min: 1, max: 255 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  async (changes) => {
    writeSnapshot(path, tablesOf(estate!));
    let bytes = readFileSync(path);
    for (const { at, length, how, by } of changes) {
      const from = Math.floor((at / 10_000) * bytes.length);
      const [before, part, after] = [
        bytes.subarray(0, from),
        bytes.subarray(from, from + length),
        bytes.subarray(from + length),
      ];
      const flipped = Buffer.from(part.map((byte) => (how === "blank" ? 0 : byte ^ by)));
      const middle = { flip: [flipped], blank: [flipped], cut: [], repeat: [part, part] }[how];
      bytes = Buffer.concat([before, ...middle, after]);
    }
    writeFileSync(path, bytes);
    try {
      const opened = createInventory(toys, openSnapshot(path, toys));
      const [found, expected] = [
        await answer(opened, everything),
        await answer(inventory, everything),
      ];
      if (JSON.stringify(found) !== JSON.stringify(expected))
        throw new Error("A changed snapshot gives another answer.");
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    } finally {
      rmSync(path);
    }
  },
);

/** All that is fuzzed, by name. */
export const targets: Readonly<Record<string, Target>> = {
  verdicts: target(12, mishaps, holdToTruth),
  values: target(8, fc.oneof(blackouts, storms, mishaps), holdValues),
  documents: documentTarget,
  sdl: sdlTarget,
  wheres: whereTarget,
  answers: answersTarget,
  snapshots: snapshotTarget,
  solver: target(150, solverCases, holdSolver),
};
