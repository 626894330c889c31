import type {
  AssetName,
  Collection,
  Evidence,
  EvidenceSource,
  Filter,
  Inventory,
  MissingEvidence,
  Offender,
  UndecidedAsset,
} from "../types.ts";
import type { RowOf } from "./follow.ts";
import type { Finding } from "./find-rows.ts";
import { nameAssets } from "./name.ts";
import type { Question } from "./plan.ts";

/** The offenders behind findings: each with its name, the conditions that held, and what was read. Sorted by asset id. */
export async function describeOffenders(
  inventory: Inventory,
  findings: readonly Finding[],
): Promise<readonly Offender[]> {
  const names = await nameAll(
    inventory,
    findings.flatMap(({ asset, from }) => [asset, from]),
  );
  const because = await explainAll<Evidence>(findings, (rows, where) =>
    inventory.explain(rows, where),
  );
  const sources = readSources(inventory, findings, names);
  const offenders = findings.map((finding, i) => {
    const { asset, from, question } = finding;
    const through = names.get(keyOf(from))!;
    return {
      asset: names.get(keyOf(asset))!,
      rule: question.rule.name,
      because: because[i]!,
      ...(asset === from ? {} : { through }),
      sources: sources[i]!,
    };
  });
  return offenders.sort(byAsset);
}

/** The undecided assets behind findings, each with the data that it waits for. Sorted by asset id. */
export async function describeUndecided(
  inventory: Inventory,
  findings: readonly Finding[],
): Promise<readonly UndecidedAsset[]> {
  const names = await nameAll(
    inventory,
    findings.map(({ asset }) => asset),
  );
  const missing = await explainAll<MissingEvidence>(findings, (rows, where) =>
    inventory.explainMissing(rows, where),
  );
  const undecided = findings.map(({ asset, question }, i) => ({
    asset: names.get(keyOf(asset))!,
    rule: question.rule.name,
    missing: missing[i]!,
  }));
  return undecided.sort(byAsset);
}

/** Orders what a verdict lists: by asset id, then by rule. */
export function byAsset(a: Offender | UndecidedAsset, b: Offender | UndecidedAsset): number {
  return compareText(a.asset.id, b.asset.id) || compareText(a.rule, b.rule);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function keyOf({ type, row }: RowOf): string {
  return `${type} ${row}`;
}

/** Names of many rows, asked for type by type. */
async function nameAll(
  inventory: Inventory,
  rows: readonly RowOf[],
): Promise<ReadonlyMap<string, AssetName>> {
  const names = new Map<string, AssetName>();
  for (const [type, group] of Map.groupBy(rows, (row) => row.type)) {
    const distinct = Uint32Array.from(new Set(group.map(({ row }) => row)));
    const named = await nameAssets(inventory, { type, rows: distinct });
    for (const [i, row] of distinct.entries()) names.set(keyOf({ type, row }), named[i]!);
  }
  return names;
}

/** What `explain` says of each finding, asked for by question and type, in the order of the findings. */
async function explainAll<T>(
  findings: readonly Finding[],
  explain: (
    rows: { readonly type: string; readonly rows: Uint32Array },
    where: Filter | undefined,
  ) => Promise<readonly (readonly T[])[]>,
): Promise<readonly (readonly T[])[]> {
  const explained: (readonly T[])[] = [];
  const positions = [...findings.keys()];
  const byQuestion = Map.groupBy(positions, (i): Question => findings[i]!.question);
  for (const [question, ofQuestion] of byQuestion) {
    for (const [type, group] of Map.groupBy(ofQuestion, (i) => findings[i]!.from.type)) {
      const rows = Uint32Array.from(group, (i) => findings[i]!.from.row);
      const answers = await explain({ type, rows }, question.query.where);
      for (const [i, position] of group.entries()) explained[position] = answers[i]!;
    }
  }
  return explained;
}

/** What the judgement of each finding rests on, in the order of the findings: its query's collections in its connector. */
function readSources(
  inventory: Inventory,
  findings: readonly Finding[],
  names: ReadonlyMap<string, AssetName>,
): readonly (readonly EvidenceSource[])[] {
  const connectorOf = ({ from }: Finding) => names.get(keyOf(from))!.connector?.id ?? "";
  const byQuestion = new Map(
    [...Map.groupBy(findings, ({ question }) => question)].map(([question, group]) => {
      const connectors = [...new Set(group.map(connectorOf))];
      const collections = inventory.reads(question.query, { connectors });
      return [question, Map.groupBy(collections.filter(isAttempted), (one) => one.connector)];
    }),
  );
  const known = new Map<readonly Collection[], readonly EvidenceSource[]>();
  return findings.map((finding) => {
    const collections = byQuestion.get(finding.question)!.get(connectorOf(finding)) ?? [];
    const sources = known.get(collections) ?? collections.map(sourceOf);
    known.set(collections, sources);
    return sources;
  });
}

function isAttempted({ status }: Collection): boolean {
  return status !== "notCollected";
}

function sourceOf({ type, readAt, apiVersion }: Collection): EvidenceSource {
  return { type, readAt, ...(apiVersion === undefined ? {} : { apiVersion }) };
}
