import { beforeAll, describe, expect, test } from "vitest";
import { loadCases } from "../../src/cases/load-cases.ts";
import { loadChecks } from "../../src/check/document/load.ts";
import { loadModel } from "../../src/model/load.ts";
import { isHole, judgeAbsences } from "../../src/mutants/absence.ts";
import { countFates, mutateChecks, type MutationResult } from "../../src/mutants/mutate-checks.ts";

const model = loadModel("schema");
const checks = loadChecks(model, "checks");
const { files, mistakes } = loadCases(model, checks);

describe("the library's cases", () => {
  let results: readonly MutationResult[] = [];
  beforeAll(async () => {
    expect(mistakes).toEqual([]);
    ({ results } = await mutateChecks(model, checks, files, { all: false }));
  }, 60_000);

  test("notice every small change of a check, of which none is excused", () => {
    const left = results.flatMap(({ check, mutants }) =>
      mutants
        .filter(({ fate }) => fate.is !== "killed" && fate.is !== "equivalent")
        .map(({ mutant, fate }) => [check.id, mutant.operator, mutant.says, fate]),
    );
    expect(left).toEqual([]);
    expect(results.filter(({ mutants }) => mutants.length === 0)).toEqual([]);
    expect(countFates(results).killed).toBeGreaterThan(1000);
  });

  test("say so where a value that is not there makes a failing asset pass", async () => {
    const matrices = await judgeAbsences(model, checks, files);
    const holes = matrices.flatMap(({ check, cells }) =>
      cells.filter(isHole).map(({ member, absence }) => `${check.id} ${member} ${absence}`),
    );
    expect(holes).toEqual([]);
  });
});
