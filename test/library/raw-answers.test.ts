import { beforeAll, describe, expect, test } from "vitest";
import type { VerdictStatus } from "../../src/types.ts";
import type { Answers } from "./answers.ts";
import { cases } from "./raw-answers.ts";
import { checks, judgeAnswers, judgeTogether } from "./judge.ts";

interface Case {
  readonly id: string;
  readonly status: VerdictStatus;
  readonly title: string;
  readonly answers: Answers;
}

const table: readonly Case[] = Object.entries(cases).flatMap(([id, of]) =>
  (["pass", "fail", "undecided"] as const).flatMap((status) =>
    Object.entries(of[status]).map(([title, answers]) => ({ id, status, title, answers })),
  ),
);

/** Answers of the subscription itself can be judged side by side; those of Resource Graph are about the whole tenant. */
const isOwn = ({ answers }: Case) =>
  Object.keys(answers).every((file) => file.startsWith("subscriptions/"));

test("every control has cases that pass, fail and stay undecided", () => {
  const covered = (status: VerdictStatus) =>
    [...new Set(table.filter((each) => each.status === status).map(({ id }) => id))].sort();
  const ids = checks.map(({ id }) => id);
  expect(Object.keys(cases).sort()).toEqual(ids);
  for (const status of ["pass", "fail", "undecided"] as const) expect(covered(status)).toEqual(ids);
});

describe("subscriptions side by side", () => {
  const own = table.filter(isOwn);
  let verdictOn: Awaited<ReturnType<typeof judgeTogether>>;
  beforeAll(async () => {
    verdictOn = await judgeTogether(own.map(({ answers }) => answers));
  });
  test.each(own.map((each, index) => ({ ...each, index })))(
    "$id: $status: $title",
    ({ id, status, index }) => {
      expect(verdictOn(index, id)).toBe(status);
    },
  );
});

describe("a tenant by itself", () => {
  test.each(table.filter((each) => !isOwn(each)))(
    "$id: $status: $title",
    async ({ id, status, answers }) => {
      const check = checks.find((each) => each.id === id)!;
      expect(await judgeAnswers(answers, check)).toBe(status);
    },
  );
});
