import { describe, expect, test } from "vitest";
import type { Run } from "../../src/types.ts";
import { checks, judge, model } from "./judge.ts";

const folders = {
  denied: "test/estates/denied",
  empty: "test/estates/empty",
  healthy: "test/estates/healthy",
  sample: "sample",
  weak: "test/estates/weak",
};

const runs = Object.fromEntries(
  await Promise.all(
    Object.entries(folders).map(async ([name, folder]) => [name, await judge(folder, checks)]),
  ),
) as Record<keyof typeof folders, Run>;

test("every control passes on the healthy estate", () => {
  expect(statusesOf(runs.healthy)).toEqual(["pass"]);
});

test("every control fails on the weak estate", () => {
  expect(statusesOf(runs.weak)).toEqual(["fail"]);
});

test("no control applies to the empty estate", () => {
  expect(statusesOf(runs.empty)).toEqual(["notApplicable"]);
});

describe("the denied estate, healthy but for contacts that one subscription refused", () => {
  const refused = runs.denied.coverage.filter(({ status }) => status === "denied");

  test("nothing else is refused", () => {
    expect(refused.map(({ type }) => type)).toEqual(["SecurityContact"]);
  });

  test.each(checks.map(({ id }) => [id]))(
    "%s neither passes nor fails where it needs them",
    (id) => {
      const verdict = runs.denied.verdicts.find(({ check }) => check === id)!;
      const needs = id.includes("/security-contacts-");
      expect(verdict.offenderCount).toBe(0);
      expect(verdict.undecided.map(({ asset }) => asset.name)).toEqual(needs ? ["closed"] : []);
      expect(verdict.status).toBe(needs ? "undecided" : "pass");
    },
  );
});

test("the sample estate shows every kind of verdict on the specification's check, with reasons", () => {
  const verdict = runs.sample.verdicts.find(({ check }) =>
    check.endsWith("security-contacts-have-additional-email"),
  )!;
  expect(
    Object.fromEntries(verdict.offenders.map((each) => [each.asset.name, reasonOf(each)])),
  ).toEqual({
    "billing-test": 'securityContacts[default].email = ""',
    "data-platform-dev": "securityContacts[default].email is null",
    "data-platform-prod": "securityContacts none",
    "mergers-dataroom": 'securityContacts[default1].email = ""',
    "warehouse-iot": 'securityContacts[default].email = ""',
    "web-prod": "securityContacts[default].email is null",
    "web-sandbox": 'securityContacts[default].email = ""',
  });
  const causes = verdict.undecided.map(({ asset, missing }) => [
    asset.name,
    missing[0]!.collection!.status,
  ]);
  expect(Object.fromEntries(causes)).toEqual({
    "acquired-parcelo": "denied",
    "analytics-lab": "notRegistered",
    "legacy-erp": "failed",
    training: "notRegistered",
    "visual-studio-kweku": "notRegistered",
  });
  expect(verdict.examined).toEqual({ Connector: 20 });
});

test("every control comes to what it came to on every estate", async () => {
  const golden = Object.fromEntries(
    Object.entries(runs).map(([name, run]) => [name, summarise(run)]),
  );
  await expect(`${JSON.stringify(golden, null, 2)}\n`).toMatchFileSnapshot(
    "../golden/verdicts.json",
  );
});

test("controls read asset types that the estates hold", () => {
  const examined = new Set(runs.healthy.verdicts.flatMap((each) => Object.keys(each.examined)));
  for (const type of examined) expect(model.types.has(type)).toBe(true);
  for (const verdict of runs.healthy.verdicts)
    expect([verdict.check, Object.values(verdict.examined).every((count) => count > 0)]).toEqual([
      verdict.check,
      true,
    ]);
});

function statusesOf(run: Run): string[] {
  return [...new Set(run.verdicts.map(({ status }) => status))];
}

function reasonOf({ because }: Run["verdicts"][number]["offenders"][number]): string {
  return because.map(({ path, condition }) => `${path} ${condition}`).join("; ");
}

/** What a person wants to see change: status, and the names of those at fault and in doubt. */
function summarise(run: Run): Record<string, object> {
  return Object.fromEntries(
    run.verdicts.map((verdict) => [
      verdict.check,
      {
        status: verdict.status,
        examined: verdict.examined,
        offenders: verdict.offenders.map(({ asset }) => asset.name).sort(),
        undecided: verdict.undecided.map(({ asset }) => asset.name).sort(),
      },
    ]),
  );
}
