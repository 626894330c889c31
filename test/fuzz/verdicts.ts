import { openSingle, type Single } from "../collect/recording/single.ts";
import { providers } from "../../src/library/providers.ts";
import fc from "fast-check";
import { loadChecks } from "../../src/check/document/load.ts";
import { runChecks } from "../run-checks.ts";
import { collect } from "../../src/collect/collect.ts";
import type { Transport } from "../../src/collect/calls/transport.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import type { Tables } from "../../src/inventory/tables.ts";
import { createBuilder } from "../../src/inventory/build.ts";
import { loadModel } from "../../src/model/load.ts";
import { formatVersion } from "../../src/snapshot/file.ts";
import type { AssetName, Check, Inventory, Run, Verdict } from "../../src/types.ts";
import { type Around, type Befallen, type FaultKind, faults, keyOf, surround } from "./faults.ts";

export const model = loadModel("schema");
export const checks: readonly Check[] = loadChecks(model, "checks");
export const now = "2026-11-20T08:00:00Z";

export const folders = [
  "sample",
  ...["healthy", "weak", "denied"].map((name) => `test/estates/${name}`),
];

interface Judged {
  readonly run: Run;
  readonly inventory: Inventory;
}

/** What comes through a transport, as tables. */
export async function collectThrough(
  transport: Transport & Pick<Single, "provider">,
): Promise<Tables> {
  const builder = createBuilder(model, transport.provider.derivations);
  await collect(model, [{ provider: transport.provider, transport: transport }], {
    write(records) {
      for (const record of records) builder.add(record);
    },
    finish: (collection) => builder.addCollection(collection),
  });
  return builder.build({
    id: "faults",
    takenAt: now,
    origin: "import",
    assayVersion: "0",
    schemaFingerprint: model.fingerprint,
    formatVersion,
  });
}

/** The verdicts on what comes through a transport. */
async function judgeThrough(transport: Transport & Pick<Single, "provider">): Promise<Judged> {
  const inventory = createInventory(model, await collectThrough(transport));
  return { run: await runChecks(inventory, checks, { clock: () => 0 }), inventory };
}

interface Truth {
  readonly run: Run;
  /** Of the requests that it took, those whose answers came, sorted. */
  readonly keys: readonly string[];
}

const truths = new Map<string, Promise<Truth>>();

/** What is so of an estate, by all its answers. */
export function truthOf(folder: string): Promise<Truth> {
  const known = truths.get(folder) ?? readTruth(folder);
  truths.set(folder, known);
  return known;
}

async function readTruth(folder: string): Promise<Truth> {
  const keys = new Set<string>();
  const inner = openSingle(folder, now, providers);
  const { run } = await judgeThrough({
    ...inner,
    async send(request) {
      const answer = await inner.send(request);
      if (answer.kind === "reply" && answer.status === 200) keys.add(keyOf(request));
      return answer;
    },
  });
  return { run, keys: [...keys].sort() };
}

/** One thing that happens. */
interface Fault {
  /** Which of the requests, as a part of all of them; of whole kinds which kind. */
  readonly at: number;
  readonly kind: FaultKind;
  /** To all requests of a kind. */
  readonly toAll?: boolean;
  /** See `Befallen`. */
  readonly odd: number;
}

/** What befalls an estate: its answers come in other pages, and to some of them something happens. */
export interface Mishap {
  readonly folder: string;
  readonly pageSize: number | undefined;
  readonly faults: readonly Fault[];
}

const folder = fc.constantFrom(...folders);
const pageSize = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });
const kind = fc.constantFrom(...(Object.keys(faults) as FaultKind[]));
const part = fc.integer({ min: 0, max: 9999 });
const fault: fc.Arbitrary<Fault> = fc.record({ at: part, kind, odd: part });

export const mishaps: fc.Arbitrary<Mishap> = fc.record({
  folder,
  pageSize,
  faults: fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 6, arbitrary: fc.array(fault, { minLength: 1, maxLength: 12, size: "max" }) },
  ),
});

/** The same befalls many requests at once: whoever does not look at it loses something in most of these. */
export const storms: fc.Arbitrary<Mishap> = fc
  .record({
    folder,
    pageSize,
    kind,
    places: fc.array(fc.tuple(part, part, fc.boolean()), {
      minLength: 10,
      maxLength: 40,
      size: "max",
    }),
  })
  .map(({ folder, pageSize, kind, places }) => ({
    folder,
    pageSize,
    faults: places.map(([at, odd, toAll]) => ({ at, kind, odd, toAll })),
  }));

/** The same befalls every request of one kind or a few, and no other: what is made of several is made of the others alone. */
export const blackouts: fc.Arbitrary<Mishap> = fc
  .record({ folder, pageSize, faults: fc.array(fault, { minLength: 1, maxLength: 3 }) })
  .map((one) => ({ ...one, faults: one.faults.map((each) => ({ ...each, toAll: true })) }));

/**
 * Judges an estate to which something happens, and holds the verdicts to the truth about it. Throws where an asset passes or
 * fails that does not in truth, or where anything changes although nothing was lost.
 */
export async function holdToTruth(mishap: Mishap): Promise<void> {
  const truth = await truthOf(mishap.folder);
  const { transport, happened } = surroundBy(mishap, truth.keys);
  const { run, inventory } = await judgeThrough(transport);
  const complaints: string[] = [];
  for (const [i, verdict] of run.verdicts.entries()) {
    const so = truth.run.verdicts[i]!;
    const isChanged = happened.length === 0 && describe(verdict) !== describe(so);
    const found = await complaintsAbout(verdict, so, inventory);
    const changed = isChanged ? ["other pages make another verdict"] : [];
    complaints.push(...[...found, ...changed].map((each) => `${verdict.check}: ${each}`));
  }
  if (complaints.length === 0) return;
  throw new Error(`${complaints.slice(0, 5).join("\n")}\nafter\n${happened.join("\n")}`);
}

/** The estate of a mishap, and what happens to which of its requests, whose keys these are. */
export function surroundBy(
  { folder, faults, pageSize }: Mishap,
  keys: readonly string[],
): { readonly transport: Single; readonly happened: readonly string[] } {
  // Of each kind of request as many as of any other, however often it is made.
  const groups = [...Map.groupBy(keys, shapeOf).values()];
  const befallen = new Map<string, Befallen>();
  for (const { at, kind, odd, toAll } of faults) {
    const group = groups[at % groups.length]!;
    const chosen = Math.floor(at / groups.length) % group.length;
    // The same for all: by turns each would come in another's place, and nothing be lost.
    const other = group[odd % group.length];
    for (const [i, key] of group.entries()) {
      if (!toAll && i !== chosen) continue;
      befallen.set(key, {
        ...{ kind, spelling: odd + i, page: odd },
        another: other === key ? undefined : other,
      });
    }
  }
  const around: Around = { faultOf: (key) => befallen.get(key), pageSize };
  return {
    transport: surround(openSingle(folder, now, providers), around),
    happened: [...befallen].map(([key, { kind, spelling }]) => `${kind} ${spelling} ${key}`),
  };
}

/** What a request asks for, whoever's it is: what of a question of Resource Graph, and else the kinds in the path without the names. */
function shapeOf(key: string): string {
  const path = JSON.parse(key)[0] as string;
  const kindsIn = (steps: string) => steps.split("/").filter((_, i) => i % 2 === 1);
  const kinds = path
    .split("/providers/")
    .slice(1)
    .map((rest) => kindsIn(rest).join("/"));
  return /type in~ \([^)]*\)/.exec(key)?.[0] ?? kinds.join(" ");
}

/** What a verdict says that is not so. */
async function complaintsAbout(
  verdict: Verdict,
  truth: Verdict,
  inventory: Inventory,
): Promise<readonly string[]> {
  const [at, open] = [names(verdict.offenders), names(verdict.undecided)];
  const truly = names(truth.offenders);
  const complaints = [...at]
    .filter((name) => !truly.has(name))
    .map((name) => `${name} fails, and does not in truth`);
  // What was never seen has to be told as a gap.
  const isGap = open.size > 0 || verdict.unreadable.length > 0;
  for (const found of [...truth.offenders, ...truth.undecided]) {
    // Where a path leads from the returned asset to the one at fault, what the first waits for is its own.
    const judged = "through" in found && found.through ? found.through : found.asset;
    const told = [nameOf(found), nameOf({ ...found, asset: judged })];
    if (told.some((name) => at.has(name) || open.has(name))) continue;
    const [row] = await inventory.find(judged.type, [judged.id]);
    if (row === undefined ? !isGap : judged === found.asset || !isGap)
      complaints.push(`${nameOf(found)} passes, and does not in truth`);
  }
  if (isSettled(verdict) && !isSettled(truth))
    complaints.push(`it is ${verdict.status}, in truth ${truth.status}`);
  return complaints;
}

interface Found {
  readonly asset: AssetName;
  readonly rule: string;
}

function nameOf({ asset, rule }: Found): string {
  return `${rule} ${asset.type} ${asset.id}`;
}

function names(list: readonly Found[]): ReadonlySet<string> {
  return new Set(list.map(nameOf));
}

function isSettled({ status }: Verdict): boolean {
  return status === "pass" || status === "notApplicable";
}

function describe({ status, examined, offenders, undecided }: Verdict): string {
  const names = (list: readonly { readonly asset: { readonly id: string } }[]) =>
    list.map(({ asset }) => asset.id);
  return JSON.stringify([status, examined, names(offenders), names(undecided)]);
}
