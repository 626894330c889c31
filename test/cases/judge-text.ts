import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judgeCases, type Outcome } from "../../src/cases/judge-cases.ts";
import { loadCases } from "../../src/cases/load-cases.ts";
import { unstatedMistakes } from "../../src/cases/unstated.ts";
import { loadChecks } from "../../src/check/document/load.ts";
import { loadModel } from "../../src/model/load.ts";
import type { Model } from "../../src/types.ts";

export const model = loadModel("schema");

/** What a check and the cases beside it come to: mistakes, and what each case came to. */
export interface Told {
  readonly mistakes: readonly string[];
  readonly outcomes: readonly Outcome[];
}

/** Judges a check over its cases, both as texts. */
export async function judgeText(check: string, cases: string, own: Model = model): Promise<Told> {
  const folder = mkdtempSync(join(tmpdir(), "assay-cases-"));
  try {
    writeFileSync(join(folder, "check.graphql"), check);
    writeFileSync(join(folder, "check.cases.graphql"), cases);
    const checks = loadChecks(own, folder);
    const { files, unstated, mistakes } = loadCases(own, checks);
    const all = [...mistakes, ...[...unstated.values()].flatMap(unstatedMistakes)];
    const [result] = all.length > 0 ? [] : await judgeCases(own, checks, files);
    return {
      mistakes: all.map(({ message, place }) => `${place?.line}:${place?.column} ${message}`),
      outcomes: result?.outcomes ?? [],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What each case came to, in one word where that was expected. */
export function cameTo({ mistakes, outcomes }: Told): readonly string[] {
  return [
    ...mistakes,
    ...outcomes.map(({ holds, expected, cameTo: came, alone, unfounded }) =>
      holds
        ? came
        : `${expected} came to ${came}${alone ? `, alone ${alone}` : ""}${unfounded.length > 0 ? `, not ${unfounded.map(({ text }) => text).join()}` : ""}`,
    ),
  ];
}
