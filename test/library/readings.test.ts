import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runChecks } from "../run-checks.ts";
import type { VerdictStatus } from "../../src/types.ts";
import { ask } from "../graphql/answer.ts";
import { checks, openFolder } from "./judge.ts";

interface Expected {
  readonly data: unknown;
  /** A control's id, and what it comes to over the same answers. */
  readonly check?: string;
  readonly status?: VerdictStatus;
}

const folder = "test/readings";
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "expected.json")));

test.each(names)("%s", async (name) => {
  const text = (file: string) => readFileSync(join(folder, name, file), "utf8");
  const { data, check, status } = JSON.parse(text("expected.json")) as Expected;
  const inventory = await openFolder(join(folder, name, "answers"));
  const answer = await ask(inventory, text("query.graphql"));
  expect(answer.errors).toBeUndefined();
  expect(sorted(answer.data)).toEqual(sorted(data));
  if (check === undefined) return;
  const suite = checks.filter(({ id }) => id === check);
  const run = await runChecks(inventory, suite, { clock: () => 0 });
  expect(run.verdicts.map((verdict) => verdict.status)).toEqual([status]);
});

/** The order of lists does not matter. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const key = (each: unknown) => JSON.stringify(each);
    return value.map(sorted).sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, sorted(each)]));
}
