import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import { renderCaseSdl } from "../../src/cases/case-sdl.ts";
import { judgeAllRows } from "../../src/cases/all-rows.ts";
import { judgeCases } from "../../src/cases/judge-cases.ts";
import { loadCases } from "../../src/cases/load-cases.ts";
import { unstatedMistakes } from "../../src/cases/unstated.ts";
import { allRowsData } from "../../src/report/cases/all-rows.ts";
import { checks, model } from "./judge.ts";

const { files, unstated, mistakes } = loadCases(model, checks);
const named = files.map((file) => [file.file, file] as const);

test("every control has cases, and no row leaves out what its control reads", () => {
  expect(mistakes).toEqual([]);
  expect([...unstated.values()].flatMap(unstatedMistakes)).toEqual([]);
  expect(files.map(({ check }) => check)).toEqual(checks.map(({ id }) => id));
});

test("all of them hold, and every control has some that fail, that pass and that stay undecided", async () => {
  const results = await judgeCases(model, checks, files);
  const bad = results.flatMap(({ outcomes }) => outcomes.filter(({ holds }) => !holds));
  expect(bad).toEqual([]);
  const kindsOf = (outcomes: (typeof results)[number]["outcomes"]) =>
    new Set(outcomes.map(({ expected }) => expected.toUpperCase()));
  for (const { check, outcomes } of results)
    for (const kind of ["FAIL", "PASS", "UNDECIDED"])
      expect(kindsOf(outcomes), check.id).toContain(kind);
});

test("what controls say of the rows of others' cases is what it was", async () => {
  const verdicts = allRowsData(await judgeAllRows(model, checks, files));
  const text = `${JSON.stringify(verdicts, undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../golden/cases.json");
});

describe("case files", () => {
  const schema = buildSchema(renderCaseSdl(model));

  test.each(named)("%s is valid to any tool that knows GraphQL", (_name, { text }) => {
    expect(validate(schema, parse(text))).toEqual([]);
  });

  test.each(named)("%s is formatted", async (_name, { text }) => {
    expect(text).toBe(await format(text, { parser: "graphql", printWidth: 100 }));
  });
});

test("graphql.config.json has the schema of cases beside that of checks", () => {
  const { projects } = JSON.parse(readFileSync("graphql.config.json", "utf8"));
  expect(projects.cases.documents).toContain("**/*.cases.graphql");
  expect(projects.checks.exclude).toContain("**/*.cases.graphql");
});
