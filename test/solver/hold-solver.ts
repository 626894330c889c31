import fc from "fast-check";
import { createInventory } from "../../src/engine/inventory.ts";
import { renderFilter } from "../../src/dialect/render.ts";
import { distinguish } from "../../src/solver/distinguish.ts";
import { search } from "../../src/solver/search.ts";
import type { SmallEstate } from "../../src/estate/small-estate.ts";
import type { Collection, Filter } from "../../src/types.ts";
import { tablesOf } from "../engine/ask.ts";
import { filters, toys, valuesOf } from "../engine/random-estate.ts";
import { type Estate, rowsOf, truthFor } from "../reference/evaluate.ts";
import type { Truth } from "../reference/truth.ts";
import { oneOf, type Pool, type Random, randomOf, smallEstate } from "./small-estates.ts";

/** A filter, another that is much like it, and what random estates are made of. */
export interface SolverCase {
  readonly type: string;
  readonly filter: Filter;
  readonly seed: number;
}

const types = ["Box", "Ball", "Account", "Lid", "Thing", "Asset", "Find", "Mark"];

/** Conditions that the random filters of the engine's tests have not. */
function moreOn(typeName: string): fc.Arbitrary<Filter> {
  const type = toys.types.get(typeName) ?? toys.abstractTypes.get(typeName)!;
  const own = [...type.fields.values()].filter(({ scalar }) => scalar === "String");
  const one = fc
    .constantFrom(...own.filter(({ list }) => !list))
    .chain(({ name }) =>
      fc
        .constantFrom(...patterns)
        .map((value): Filter => ({ kind: "compare", field: name, operator: "MATCHES", value })),
    );
  const lists = [...type.fields.values()].filter(({ list }) => list);
  if (lists.length === 0) return one;
  const some = fc.constantFrom(...lists).chain((field) =>
    fc
      .tuple(
        fc.constantFrom("INCLUDES_ALL", "INCLUDES_SOME"),
        fc.array(fc.constantFrom(...valuesOf[field.scalar]), { maxLength: 3 }),
      )
      .map(([operator, value]): Filter => ({
        kind: "compare",
        field: field.name,
        operator,
        value,
      })),
  );
  return fc.oneof(one, some);
}

const patterns = ["", "a.*", "(?i)a?b", "[^a]*", "a|b|ab", ".", "[a-b]{1,2}", ".*b", "(?i).*A.*"];

/** A filter, and at times a further condition beside it. */
function asked(type: string): fc.Arbitrary<Filter> {
  const plain = filters(type, 2);
  if (type === "Find") return plain;
  const joined = fc
    .tuple(fc.constantFrom("and", "or"), plain, moreOn(type), fc.boolean())
    .map(([kind, one, more, isTurned]): Filter => ({
      kind: kind as "and" | "or",
      of: [one, isTurned ? { kind: "not", of: more } : more],
    }));
  return fc.oneof({ weight: 2, arbitrary: plain }, { weight: 1, arbitrary: joined });
}

export const solverCases: fc.Arbitrary<SolverCase> = fc
  .record({
    seed: fc.nat(),
    asked: fc.oneof(...types.map((type) => asked(type).map((filter) => ({ type, filter })))),
  })
  .map(({ seed, asked }) => ({ seed, ...asked }));

const truths = ["true", "false", "unknown", "missing"] as const;
const pool: Pool = (field) => field.values ?? valuesOf[field.scalar];

/** A few filters take very many steps. What is not decided is counted, and nothing is held against it. */
const limits = { steps: 10_000 };

/** Random estates that each filter is held against. */
const ESTATES = 24;

/** How often each answer was given. */
export const solverAnswers = new Map<string, number>();

/**
 * Throws where the solver is wrong about a filter: a witness that the reference evaluator or the engine reads otherwise, or a "cannot" of
 * which a random estate has an example.
 */
export async function holdSolver({ type, filter, seed }: SolverCase): Promise<void> {
  const random = randomOf(seed);
  const other = altered(filter, random);
  const answers = new Map(
    truths.map((truth) => [truth, search(toys, type, [{ filter, truths: [truth] }], limits)]),
  );
  for (const [truth, found] of answers) {
    count(`${truth} ${found.is}`);
    if (found.is === "found") await holdWitness(found, filter, truth);
  }
  const difference = distinguish(toys, type, filter, other, limits);
  count(`distinguish ${difference.is}`);
  if (difference.is === "found") {
    const estate = estateOf(difference.estate);
    const record = recordOf(estate, difference.row);
    const [a, b] = [filter, other].map((one) => statusOf(truthFor(estate, record, one)));
    if (a === b)
      throw new Error(
        `${shown(difference.estate)} does not tell them apart: ${renderFilter(other)}`,
      );
  }
  for (let i = 0; i < ESTATES; i++) {
    const estate = smallEstate(random, pool);
    for (const record of rowsOf(estate, type)) {
      const truth = truthFor(estate, record, filter);
      if (truth !== "open" && answers.get(truth)!.is === "cannot")
        throw new Error(
          `"${truth}" is said to be impossible, and ${record.id} has it in ${shown(estate)}`,
        );
      const status = statusOf(truthFor(estate, record, other));
      if (difference.is === "cannot" && status !== statusOf(truth))
        throw new Error(
          `${renderFilter(other)} is said to be the same, and is not of ${record.id} in ${shown(estate)}`,
        );
    }
  }
}

function count(answer: string): void {
  solverAnswers.set(answer, (solverAnswers.get(answer) ?? 0) + 1);
}

function shown({ records }: Pick<Estate | SmallEstate, "records">): string {
  return JSON.stringify(records, null, 1);
}

function statusOf(truth: Truth): string {
  return truth === "true" ? "FAIL" : truth === "missing" ? "UNDECIDED" : "PASS";
}

function recordOf({ records }: Estate, row: { readonly type: string; readonly id: string }) {
  return records.find(({ type, id }) => type === row.type && id === row.id)!;
}

/** An estate in which everything was listed but what it says was refused. */
export function estateOf({ records, unread }: SmallEstate, model = toys): Estate {
  const connectors = [...new Set(records.map(({ connector }) => connector))];
  const collections = [...model.types.values()]
    .filter(({ kind }) => kind === "asset")
    .flatMap(({ name: type }) =>
      connectors.map((connector): Collection => {
        const isRefused = unread.some((one) => one.type === type && one.connector === connector);
        const status = isRefused ? "denied" : "complete";
        return { type, connector, status, readAt: "2026-01-01T00:00:00Z", assets: 0 };
      }),
    );
  return { model, records, collections };
}

async function holdWitness(
  {
    estate: small,
    row,
  }: { readonly estate: SmallEstate; readonly row: { readonly type: string; readonly id: string } },
  filter: Filter,
  wanted: Truth,
): Promise<void> {
  const estate = estateOf(small);
  const truth = truthFor(estate, recordOf(estate, row), filter);
  if (truth !== wanted)
    throw new Error(
      `A witness of "${wanted}" is "${truth}" for the reference: ${row.id} in ${shown(small)}`,
    );
  const inventory = createInventory(toys, tablesOf(estate));
  const [selection] = await inventory.select([{ type: row.type, where: filter }]);
  const [number] = await inventory.find(row.type, [row.id]);
  const isAmong = async (which: "matched" | "undecided") =>
    (await selection!.rows(which)).some(
      ({ type, rows }) => type === row.type && rows.includes(number!),
    );
  const status = (await isAmong("matched"))
    ? "FAIL"
    : (await isAmong("undecided"))
      ? "UNDECIDED"
      : "PASS";
  if (status !== statusOf(wanted))
    throw new Error(
      `A witness of "${wanted}" is ${status} for the engine: ${row.id} in ${shown(small)}`,
    );
}

/** A filter with one small change somewhere. */
export function altered(filter: Filter, random: Random): Filter {
  switch (filter.kind) {
    case "and":
    case "or": {
      const at = random(filter.of.length);
      if (random(3) === 0) {
        const rest = filter.of.filter((_, i) => i !== at);
        return rest.length === 1 ? rest[0]! : { ...filter, of: rest };
      }
      if (random(3) === 0) return { ...filter, kind: filter.kind === "and" ? "or" : "and" };
      return { ...filter, of: filter.of.map((one, i) => (i === at ? altered(one, random) : one)) };
    }
    case "not":
      return random(2) === 0 ? filter.of : { kind: "not", of: altered(filter.of, random) };
    case "quantify": {
      if (filter.where && random(2) === 0)
        return { ...filter, where: altered(filter.where, random) };
      return { ...filter, quantifier: oneOf(random, ["SOME", "NONE", "ALL", "SINGLE"] as const) };
    }
    case "compare": {
      if (random(2) === 0)
        return { kind: "or", of: [filter, { kind: "null", field: filter.field }] };
      const operator = { LT: "LTE", LTE: "LT", GT: "GTE", GTE: "GT" }[filter.operator];
      return operator ? { ...filter, operator } : { kind: "not", of: filter };
    }
    default:
      return { kind: "not", of: filter };
  }
}
