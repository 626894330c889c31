import { expect, test } from "vitest";
import { atOnce, inSlices, type Slices, sortSlices } from "../src/slices.ts";

/** Work that ends when the event loop has looked after others so often, which it must to end at all. */
function* untilOthersRan(times: number): Slices<number> {
  let ran = 0;
  let isWaiting = false;
  while (ran < times) {
    if (!isWaiting) {
      isWaiting = true;
      setImmediate(() => {
        ran++;
        isWaiting = false;
      });
    }
    yield;
  }
  return ran;
}

test("work gives way, again and again, to whatever else there is to do", async () => {
  expect(await inSlices(untilOthersRan(5))).toBe(5);
});

test("of several pieces of work one takes its turn after the other, and all come to their end", async () => {
  const all = [3, 1, 2].map((times) => inSlices(untilOthersRan(times)));
  expect(await Promise.all(all)).toEqual([3, 1, 2]);
});

test("work ends with its signal, and gives back what it holds", async () => {
  let held = true;
  const controller = new AbortController();
  function* endless(): Slices<void> {
    try {
      for (let i = 0; ; i++) {
        if (i === 1000) controller.abort(new Error("enough"));
        yield;
      }
    } finally {
      held = false;
    }
  }
  await expect(inSlices(endless(), controller.signal)).rejects.toThrow("enough");
  expect(held).toBe(false);
});

test("work that never begins throws the signal's reason too", async () => {
  await expect(inSlices(untilOthersRan(1), AbortSignal.abort(new Error("gone")))).rejects.toThrow(
    "gone",
  );
});

test.each([0, 1, 511, 512, 513, 5000])(
  "%d numbers are sorted, equal ones in their order",
  (count) => {
    const numbers = Uint32Array.from({ length: count }, (_, i) => Math.imul(i, 2654435761) >>> 16);
    const byTens = (a: number, b: number) => Math.trunc(a / 10) - Math.trunc(b / 10);
    const expected = [...numbers].sort(byTens);
    atOnce(sortSlices(numbers, byTens));
    expect([...numbers]).toEqual(expected);
  },
);
