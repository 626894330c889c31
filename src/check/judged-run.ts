import type {
  Finding,
  FindingCounts,
  Inventory,
  Offender,
  Rows,
  Run,
  UndecidedAsset,
  JudgedRun,
} from "../types.ts";
import type { Asked, Found } from "./find-rows.ts";
import { describeEach, findOffenders, findUndecided } from "./list-assets.ts";
import { describeOffenders, describeUndecided } from "./offenders.ts";

const all = Number.POSITIVE_INFINITY;

/** A run with all that its verdicts may list, found and described when it is asked for. `judged` has the answers to each check. */
export function createJudgedRun(
  inventory: Inventory,
  run: Run,
  judged: ReadonlyMap<string, readonly Asked[]>,
): JudgedRun {
  const offending = remember(async (check) => {
    return (await findOffenders(inventory, judged.get(check) ?? [], all)).found;
  });
  const waiting = remember(async (check) => {
    return (await findUndecided(inventory, judged.get(check) ?? [], all)).found;
  });
  const describe = {
    offenders: (found: readonly Found[]): AsyncGenerator<readonly Offender[]> =>
      describeEach(inventory, found, describeOffenders, all),
    undecided: (found: readonly Found[]): AsyncGenerator<readonly UndecidedAsset[]> =>
      describeEach(inventory, found, describeUndecided, all),
  };

  async function findingsOf(rows: Rows): Promise<readonly Finding[]> {
    const wanted = new Set(rows.rows);
    const keep = (found: readonly Found[]) => found.flatMap((one) => keepRows(one, rows, wanted));
    const findings: Finding[] = [];
    for (const check of run.checks) {
      for await (const batch of describe.offenders(keep(await offending(check.id))))
        for (const offender of batch) findings.push({ check, offender });
      for await (const batch of describe.undecided(keep(await waiting(check.id))))
        for (const undecided of batch) findings.push({ check, undecided });
    }
    return findings;
  }

  async function countIn(connector: string): Promise<ReadonlyMap<string, FindingCounts>> {
    const [row] = await inventory.find("Connector", [connector]);
    const counts = new Map<string, FindingCounts>();
    if (row === undefined) return counts;
    const count = async (found: readonly Found[]) => {
      let sum = 0;
      for (const { assets } of found) sum += await countInside(inventory, assets, row);
      return sum;
    };
    for (const { id } of run.checks) {
      const offenders = await count(await offending(id));
      const undecided = await count(await waiting(id));
      if (offenders + undecided > 0) counts.set(id, { offenders, undecided });
    }
    return counts;
  }

  return {
    run,
    async *offenders(check) {
      yield* describe.offenders(await offending(check));
    },
    async *undecided(check) {
      yield* describe.undecided(await waiting(check));
    },
    async offenderIds(check) {
      const found = await offending(check);
      const columns = await Promise.all(found.map(({ assets }) => inventory.read(assets, ["id"])));
      return columns.flatMap(([ids]) => ids!.map(String));
    },
    findingsOf,
    countIn,
  };
}

/** The same function, worked out once for each check. */
function remember<T>(work: (check: string) => Promise<T>): (check: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (check) => {
    const value = known.get(check) ?? work(check);
    known.set(check, value);
    return value;
  };
}

/** What was found of some assets. */
function keepRows(found: Found, { type }: Rows, wanted: ReadonlySet<number>): readonly Found[] {
  const { assets, from } = found;
  if (assets.type !== type) return [];
  const kept = [...assets.rows.keys()].filter((i) => wanted.has(assets.rows[i]!));
  if (kept.length === 0) return [];
  const pick = (rows: Rows) => ({
    type: rows.type,
    rows: Uint32Array.from(kept, (i) => rows.rows[i]!),
  });
  const own = pick(assets);
  return [{ ...found, assets: own, from: from === assets ? own : pick(from) }];
}

/** How many of these assets are of the connector in this row; it is one of its own. */
async function countInside(inventory: Inventory, assets: Rows, connector: number): Promise<number> {
  if (assets.type === "Connector") return assets.rows.includes(connector) ? 1 : 0;
  if (!inventory.model.types.get(assets.type)?.relations.has("connector")) return 0;
  const { targets } = await inventory.related(assets, "connector");
  return targets.reduce((sum, target) => (target === connector ? sum + 1 : sum), 0);
}
