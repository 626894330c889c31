import { runWhole } from "../check/run/run.ts";
import type { Check, Evidence, Inventory, Offender, WholeRun } from "../types.ts";

/** What a check says of an asset. */
export type Standing = "fail" | "pass" | "undecided";

/** One asset of which two checks say something else. */
export interface TurnedAsset {
  readonly id: string;
  readonly type: string;
  readonly before: Standing;
  readonly after: Standing;
  /** Why it fails, where it does now. */
  readonly because: readonly Evidence[];
}

/** What turns over a snapshot where one check takes another's place. */
export interface Turned {
  readonly snapshot: string;
  /** Assets looked at, by the check as it is now. */
  readonly examined: number;
  readonly passToFail: number;
  readonly failToPass: number;
  readonly decidedToUndecided: number;
  readonly undecidedToDecided: number;
  /** Verdicts over the whole. */
  readonly verdicts: readonly [before: string, after: string];
  /** Some of them, those that fail now first. */
  readonly assets: readonly TurnedAsset[];
}

/** So many assets are named. */
const namedMost = 50;

/** Judges both checks over a snapshot, and compares asset by asset. A check that is not there passes everything. */
export async function compareOnEstate(
  inventory: Inventory,
  before: Check | undefined,
  after: Check | undefined,
): Promise<Turned> {
  const [old, present] = [await judge(inventory, before), await judge(inventory, after)];
  const all = new Map([...old.found, ...present.found]);
  const turned = [...all].flatMap(([id, { type }]): TurnedAsset[] => {
    const [was, is] = [old, present].map(({ found }) => found.get(id));
    const statuses = { before: was?.standing ?? "pass", after: is?.standing ?? "pass" } as const;
    if (statuses.before === statuses.after) return [];
    return [{ id, type, ...statuses, because: is?.because ?? [] }];
  });
  const count = (isMeant: (one: TurnedAsset) => boolean) => turned.filter(isMeant).length;
  return {
    snapshot: inventory.snapshot.id,
    examined: present.examined,
    passToFail: count((one) => one.before === "pass" && one.after === "fail"),
    failToPass: count((one) => one.before === "fail" && one.after === "pass"),
    decidedToUndecided: count((one) => one.after === "undecided"),
    undecidedToDecided: count((one) => one.before === "undecided"),
    verdicts: [old.verdict, present.verdict],
    assets: turned
      .toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
      .slice(0, namedMost),
  };
}

function rank({ after }: TurnedAsset): number {
  return ["fail", "undecided", "pass"].indexOf(after);
}

interface Found {
  readonly type: string;
  readonly standing: Standing;
  readonly because: readonly Evidence[];
}

interface JudgedCheck {
  readonly examined: number;
  readonly verdict: string;
  readonly found: ReadonlyMap<string, Found>;
}

async function judge(inventory: Inventory, check: Check | undefined): Promise<JudgedCheck> {
  if (!check) return { examined: 0, verdict: "not there", found: new Map() };
  const whole: WholeRun = await runWhole(inventory, [check], {
    ...{ limit: 0, unreadableLimit: 0 },
    clock: () => 0,
  });
  const [verdict] = whole.run.verdicts;
  const found = new Map<string, Found>();
  for await (const batch of whole.undecided(check.id))
    for (const { asset } of batch)
      found.set(asset.id, { type: asset.type, standing: "undecided", because: [] });
  for await (const batch of whole.offenders(check.id))
    for (const { asset, because } of batch as readonly Offender[])
      found.set(asset.id, { type: asset.type, standing: "fail", because });
  const examined = Object.values(verdict!.examined).reduce((sum, one) => sum + one, 0);
  return { examined, verdict: verdict!.status, found };
}
