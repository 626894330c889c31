import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { VerdictStatus } from "../../src/types.ts";
import { checks, judge } from "./judge.ts";

/** What every control comes to on an estate one of whose answers is a refusal in place of what it was. */
async function judgeWithout(estate: string, answer: string): Promise<ReadonlySet<VerdictStatus>> {
  const folder = mkdtempSync(join(tmpdir(), "assay-refusal-"));
  try {
    cpSync(estate, folder, { recursive: true });
    rmSync(join(folder, answer));
    const error = { code: "AuthorizationFailed", message: "The client may not read this." };
    writeFileSync(join(folder, answer.replace(/json$/, "403.json")), JSON.stringify({ error }));
    const { verdicts } = await judge(folder, checks);
    return new Set(verdicts.map(({ status }) => status));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The answers that hold something controls ask about: one for each kind of call, the first of the folder. */
function answersOf(estate: string): string[] {
  const files = readdirSync(estate, { recursive: true, encoding: "utf8" }).filter(
    (file) =>
      file.endsWith(".json") &&
      !/^(recording|subscriptions)/.test(file.replace(/^subscriptions\//, "")) &&
      !/roleAssignments|roleDefinitions/.test(file) &&
      !readFileSync(join(estate, file), "utf8").includes('"data": []'),
  );
  const kinds = Map.groupBy(files.sort(), (file) =>
    `/${file}`
      .split("/providers/")
      .slice(1)
      .join("/")
      .replace(/(storageAccounts|vaults)\/[^/]+/, "$1"),
  );
  return [...kinds.values()].map(([first]) => first!);
}

describe.each([
  ["healthy", "fail"],
  ["weak", "pass"],
] as const)("the %s estate with an answer refused", (name, never) => {
  const estate = `test/estates/${name}`;
  test.each(answersOf(estate).map((file) => [file]))(
    `no control comes to ${never}: %s`,
    async (file) => {
      expect([...(await judgeWithout(estate, file))]).not.toContain(never);
    },
  );
});
