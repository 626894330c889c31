import { readFileSync } from "node:fs";
import { readModel } from "../../src/model/read.ts";
import type { AssetRecord, Collection, FieldValue, Model } from "../../src/types.ts";
import type { Estate } from "../reference/evaluate.ts";

/** A case of `dialect-cases.json`, as far as this product's tests look at it. */
export interface Case {
  readonly name: string;
  readonly type: string;
  readonly area: string;
  readonly where: unknown;
  readonly whereV7?: unknown;
  readonly expectIds: readonly string[];
  readonly quirk?: string;
  readonly recommendedIds?: readonly string[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly argsV7?: Readonly<Record<string, unknown>>;
}

interface CasesFile {
  readonly cases: readonly Case[];
  readonly dataset: {
    readonly nodes: readonly {
      readonly type: string;
      readonly id: string;
      readonly props: Readonly<Record<string, FieldValue>>;
    }[];
    readonly relationships: readonly {
      readonly type: string;
      readonly from: string;
      readonly to: string;
    }[];
  };
}

const file = JSON.parse(
  readFileSync(new URL("dialect-cases.json", import.meta.url), "utf8"),
) as CasesFile;

export const cases = file.cases;

/** The ids that this product answers: upstream's, or what is recommended instead of a defect. */
export function expectedIds({ expectIds, recommendedIds }: Case): readonly string[] {
  return recommendedIds ?? expectIds;
}

const relations: Readonly<Record<string, string>> = {
  HAS_CONTACT: "securityContacts",
  OWNED_BY: "owner",
  IN_ACCOUNT: "account",
  SCANS: "resources",
  PRIMARY: "primaryResource",
  HAS_FINDING: "findings",
  MEMBER_OF: "teams",
};

/** The data set as an estate in which everything was collected. */
export function readDataset(): Estate {
  const text = readFileSync(new URL("estate.graphql", import.meta.url), "utf8");
  const model = readModel([{ file: "estate.graphql", text }]);
  const { nodes, relationships } = file.dataset;
  const records = nodes.map(
    ({ type, id, props }): AssetRecord => ({
      type,
      id,
      connector: "estate",
      fields: props,
      links: linksFrom(
        relationships.filter(({ from, type: kind }) => from === id && kind in relations),
      ),
    }),
  );
  return { model, records, collections: completeCollections(model, "estate") };
}


function linksFrom(links: CasesFile["dataset"]["relationships"]): Record<string, string[]> {
  const byRelation = Map.groupBy(links, ({ type }) => relations[type]!);
  return Object.fromEntries(
    [...byRelation].map(([relation, own]) => [relation, own.map(({ to }) => to)]),
  );
}

/** A complete collection of every asset type in one connector. */
export function completeCollections(model: Model, connector: string): readonly Collection[] {
  return [...model.types.values()]
    .filter(({ kind }) => kind === "asset")
    .map(({ name }) => ({
      type: name,
      connector,
      status: "complete",
      readAt: "2026-11-20T00:00:00Z",
      assets: 0,
    }));
}
