import { expect, test } from "vitest";
import { loadFragments } from "../../src/check/document/fragments.ts";
import type { ListedSnapshot } from "../../src/server/estate.ts";
import { followEstate } from "../../src/server/follow.ts";
import { DEFAULT_LIMITS } from "../../src/server/limits.ts";
import type { Suite } from "../../src/server/suite.ts";
import { openSample } from "./site.ts";

const { inventory } = await openSample();

/** A follower of snapshots that a test lists, by a clock that it moves. */
function following() {
  const state = {
    listed: [] as readonly ListedSnapshot[],
    failing: new Set<string>(),
    opened: [] as string[],
    told: [] as string[],
    nowMs: 0,
    suite: { checks: [], fragments: loadFragments(["checks"]).fragments } as Suite,
  };
  const follower = followEstate(
    {
      source: {
        list: () => state.listed,
        snapshots: () => [],
        open: async (name) => {
          state.opened.push(name);
          if (state.failing.has(name)) throw new Error("EMFILE: too many open files");
          return inventory;
        },
      },
      ...state.suite,
      limits: DEFAULT_LIMITS,
      clock: () => state.nowMs,
    },
    (name, problem) => state.told.push(`${name}: ${problem}`),
    () => state.suite,
  );
  return { follower, state };
}

test("where the newest cannot be read the one before it answers from the start, and what is newer is named", async () => {
  const { follower, state } = following();
  state.listed = [{ name: "c", problem: "It is damaged." }, { name: "b" }, { name: "a" }];
  state.failing.add("b");
  await follower.refresh();
  expect(follower.current?.name).toBe("a");
  expect(follower.unshown.map(({ name }) => name)).toEqual(["c", "b"]);
  await follower.refresh();
  expect(state.told).toEqual(["c: It is damaged.", "b: EMFILE: too many open files"]);
});

test("what could not be opened is tried again, ever less often", async () => {
  const { follower, state } = following();
  state.listed = [{ name: "b", mark: "1" }, { name: "a" }];
  state.failing.add("b");
  const tries = async (fromMs: number, toMs: number) => {
    state.opened = [];
    for (state.nowMs = fromMs; state.nowMs < toMs; state.nowMs += 1_000) await follower.refresh();
    return state.opened.filter((name) => name === "b").length;
  };
  expect(await tries(0, 60_000)).toBeGreaterThan(2);
  expect(await tries(1_000_000, 2_000_000)).toBeLessThan(6);
  state.failing.clear();
  state.nowMs = 3_000_000;
  await follower.refresh();
  expect(follower.current?.name).toBe("b");
  expect(follower.unshown).toEqual([]);
});

test("and at once where its file or the rights to it have changed", async () => {
  const { follower, state } = following();
  state.listed = [{ name: "b", mark: "1" }, { name: "a" }];
  state.failing.add("b");
  await follower.refresh();
  state.failing.clear();
  await follower.refresh();
  expect(follower.current?.name).toBe("a");
  state.listed = [{ name: "b", mark: "2" }, { name: "a" }];
  await follower.refresh();
  expect(follower.current?.name).toBe("b");
});

test("without any that can be shown there is none, and they are named", async () => {
  const { follower, state } = following();
  state.listed = [{ name: "a", problem: "It is damaged." }];
  await follower.refresh();
  expect(follower.current).toBeUndefined();
  expect(follower.unshown).toEqual([{ name: "a", problem: "It is damaged." }]);
});

test("what cannot be judged by edited checks stays as it was judged before, and no older snapshot takes its place", async () => {
  const { follower, state } = following();
  state.listed = [{ name: "b" }, { name: "a" }];
  await follower.refresh();
  const before = follower.current;
  state.suite = { ...state.suite };
  state.failing.add("b");
  await follower.refresh();
  expect(follower.current).toBe(before);
  expect(follower.unshown).toMatchObject([{ name: "b", isJudgedBefore: true }]);
  expect(state.opened).toEqual(["b", "b"]);
  state.failing.clear();
  state.suite = { ...state.suite };
  await follower.refresh();
  expect(follower.current).not.toBe(before);
  expect(follower.current?.name).toBe("b");
  expect(follower.unshown).toEqual([]);
});
