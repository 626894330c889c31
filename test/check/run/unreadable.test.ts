import { describe, expect, test } from "vitest";
import {
  createGapFiller,
  createCollectionNamer,
  type Gap,
} from "../../../src/check/run/unreadable.ts";
import { at, estate, one, two } from "./estate.ts";

const three = "/subscriptions/3";
const inventory = estate([], {
  [`Disk ${one}`]: "denied",
  [`Disk ${two}`]: "failed",
  [`Share ${two}`]: "throttled",
});

/** `Disk 1` for the collection of disks in the first connector. */
async function fill(gaps: readonly Gap[], most?: number) {
  const found = await createGapFiller(inventory, most)(gaps);
  return found.map(({ type, connector }) => `${type} ${connector.at(-1)}`);
}

describe("gaps are filled with the incomplete collections of their types", () => {
  test.each<[title: string, gaps: readonly Gap[], most: number | undefined, found: string]>([
    ["none", [], undefined, ""],
    ["wherever", [{ types: ["Disk"] }], undefined, "Disk 1, Disk 2"],
    [
      "of several types, by type",
      [{ types: ["Share", "Disk"] }],
      undefined,
      "Disk 1, Disk 2, Share 2",
    ],
    ["of a type that is complete", [{ types: ["Bucket"] }], undefined, ""],
    ["in one connector", [{ types: ["Disk", "Share"], connectors: [one] }], undefined, "Disk 1"],
    ["in no connector", [{ types: ["Disk"], connectors: [] }], undefined, ""],
    [
      "each once where several gaps name it",
      [
        { types: ["Disk"], connectors: [two] },
        { types: ["Disk"], connectors: [two, one] },
      ],
      undefined,
      "Disk 1, Disk 2",
    ],
    [
      "wherever, whatever else names the type",
      [{ types: ["Disk"], connectors: [two] }, { types: ["Disk"] }],
      undefined,
      "Disk 1, Disk 2",
    ],
    ["as many as are asked for", [{ types: ["Disk", "Share"] }], 2, "Disk 1, Disk 2"],
    ["of one type no more either", [{ types: ["Disk"] }], 1, "Disk 1"],
    ["in connectors no more either", [{ types: ["Disk"], connectors: [two, one] }], 1, "Disk 1"],
  ])("%s", async (_title, gaps, most, found) => {
    expect((await fill(gaps, most)).join(", ")).toBe(found);
  });

  test("more of them than are read at once", async () => {
    const connectors = [...Array.from({ length: 1500 }, (_, i) => `/subscriptions/x${i}`), two];
    expect(await fill([{ types: ["Disk"], connectors }])).toEqual(["Disk 2"]);
  });
});

test("collections have the names of their connectors, and none where there is no such connector", async () => {
  const collection = { type: "Disk", status: "denied", readAt: at, assets: 0 } as const;
  const name = createCollectionNamer(inventory);
  const connectors = [three, two, one, two];
  for (const _again of [1, 2]) {
    const named = await name(connectors.map((connector) => ({ ...collection, connector })));
    expect(named.map(({ connector, connectorName }) => [connector, connectorName])).toEqual([
      [three, null],
      [two, "2"],
      [one, "1"],
      [two, "2"],
    ]);
  }
});
