import { countNumber } from "../../src/report/words.ts";
import { describe, expect, test } from "vitest";
import { readCount, readDuration, renderDuration, renderSize } from "../../src/cli/amounts.ts";
import { createProgressLine, renderProgress } from "../../src/cli/progress.ts";

const progress = {
  ...{
    connectors: 1000,
    connectorsDone: 412,
    collections: 5000,
    collectionsDone: 2100,
    assets: 3201,
  },
  ...{ requests: 5120, throttled: 3, concurrency: 64, elapsedMs: 9000, remainingMs: 12_000 },
};

test("a line of progress says what is done, what it took and what is left", () => {
  expect(renderProgress(progress)).toBe(
    "412 of 1,000 subscriptions · 3,201 assets · 5,120 requests · 3 throttled · about 12 s left",
  );
  const { remainingMs: _left, ...early } = { ...progress, throttled: 0 };
  expect(renderProgress(early)).toBe("412 of 1,000 subscriptions · 3,201 assets · 5,120 requests");
});

describe("the line", () => {
  function lineOn(isTTY: boolean) {
    let now = 0;
    const written: string[] = [];
    const stderr = {
      isTTY,
      columns: 40,
      write: (text: string) => written.push(text) > 0,
      once: () => undefined,
    };
    const line = createProgressLine({ stderr, clock: () => now });
    const at = (moment: number) => {
      now = moment;
      line.show(progress);
    };
    return { line, written, at };
  }

  test("on a terminal is one that changes, no wider than it, and goes away", () => {
    const { line, written, at } = lineOn(true);
    for (const moment of [0, 10, 50, 100, 250]) at(moment);
    line.clear();
    expect(written).toHaveLength(4);
    expect(written[0]).toBe("\r\u001b[K412 of 1,000 subscriptions · 3,201 asse");
    expect(written.at(-1)).toBe("\r\u001b[K");
  });

  test("elsewhere is a whole one now and then", () => {
    const { line, written, at } = lineOn(false);
    for (let moment = 0; moment <= 30_000; moment += 1000) at(moment);
    line.clear();
    expect(written).toHaveLength(3);
    expect(written[0]).toBe(`${renderProgress(progress)}\n`);
  });
});

describe("amounts", () => {
  test.each([
    ["90s", 90_000],
    ["1.5m", 90_000],
    ["2h", 7_200_000],
  ])("%s is %i milliseconds", (text, expected) =>
    expect(readDuration("--time", text)).toBe(expected),
  );

  test.each(["", "5", "m", "-1s", "1d", "1s2"])("%j is no duration", (text) => {
    expect(() => readDuration("--time", text)).toThrow(
      /"--time" takes a number and s, m or h, such as "30m"/,
    );
  });

  test.each(["0", "-1", "1.5", "many", "", "1000000"])("%j is no count", (text) => {
    expect(() => readCount("--keep", text)).toThrow(
      `"--keep" takes a whole number above zero, found "${text}".`,
    );
  });

  test("are written as people read them", () => {
    expect([0, 1, 119_000, 120_000, 3_599_000, 4_800_000].map(renderDuration)).toEqual([
      ...["0 s", "1 s", "119 s", "2 min", "1 h 0 min", "1 h 20 min"],
    ]);
    expect([renderSize(441_200), renderSize(11_318_592), countNumber(1234567)]).toEqual([
      "442 kB",
      "11.3 MB",
      "1,234,567",
    ]);
  });
});
