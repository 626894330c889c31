/** `npm run differential`: random filters, asked of Assay and of `@neo4j/graphql` on a real Neo4j, compared id by id. */
import fc from "fast-check";
import { InputError } from "../../src/errors.ts";
import { createPeers } from "../peers.ts";
import { type Database, startDatabase } from "./database.ts";
import { readOptions, type Options, usage } from "./options.ts";
import {
  type Case,
  compareCase,
  createRound,
  type Ends,
  filtersPerRound,
  openEnds,
  type Round,
} from "./round.ts";
import { createTally, type Tally } from "./tally.ts";
import { connect, type Connection } from "./upstream.ts";

/** Differences that are made small: each takes a minute or so. */
const mostShrunk = 5;
const parallel = 4;

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    process.stdout.write(usage);
    return 0;
  }
  const lacking = createPeers(new URL("peers/", import.meta.url)).install();
  if (lacking) throw new Error(lacking);
  const database = await startDatabase();
  try {
    return await compare(options, database);
  } finally {
    database.close();
  }
}

async function compare(options: Options, database: Database): Promise<number> {
  const { seed, count, major, only } = options;
  const connection = connect(major, database.url);
  const tally = createTally(options);
  const rounds = only
    ? [only.round]
    : Array.from({ length: Math.ceil(count / filtersPerRound) }, (_, i) => i);
  for (const number of rounds) {
    const round = createRound(seed, number, major);
    const ends = await openRound(connection, round, major);
    const cases = fc.sample(round.cases, { seed: round.seed, numRuns: filtersPerRound });
    const asked = only
      ? [only.index]
      : [...cases.keys()].slice(0, count - number * filtersPerRound);
    await inParallel(asked, async (index) => {
      const outcome = await compareCase(ends, cases[index]!);
      tally.add(`${number}.${index}`, cases[index]!, outcome);
      if (only) process.stdout.write(`${JSON.stringify({ ...cases[index], outcome })}\n`);
    });
    await makeSmall(tally, round, number, ends);
    process.stderr.write(`round ${number}: ${tally.progress}\n`);
  }
  await connection.close();
  process.stdout.write(tally.render());
  return tally.undocumented === 0 ? 0 : 1;
}

async function openRound(connection: Connection, round: Round, major: number): Promise<Ends> {
  await connection.load(round.estate);
  return openEnds(round.estate, await connection.open(round.estate.model), major);
}

async function makeSmall(tally: Tally, round: Round, number: number, ends: Ends): Promise<void> {
  for (const name of tally.unexplained.slice(0, mostShrunk)) {
    const [own, index] = name.split(".");
    if (Number(own) !== number) continue;
    const run = await fc.check(
      fc.asyncProperty(round.cases, async (one) => {
        return (await compareCase(ends, one)).kind !== "unexplained";
      }),
      { seed: round.seed, path: index!, interruptAfterTimeLimit: 60_000 },
    );
    const small = run.counterexample?.[0] as Case | undefined;
    if (small) tally.shrink(name, small, await compareCase(ends, small));
  }
}

async function inParallel(
  asked: readonly number[],
  ask: (index: number) => Promise<void>,
): Promise<void> {
  const left = [...asked];
  const work = async () => {
    for (let index = left.shift(); index !== undefined; index = left.shift()) await ask(index);
  };
  await Promise.all(Array.from({ length: parallel }, work));
}

// Upstream reads moments with the process's offset.
process.env.TZ = "UTC";
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
    process.exitCode = error instanceof InputError ? 3 : 70;
  },
);
