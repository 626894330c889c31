import type { CoverageReport } from "../../../src/report/coverage-report.ts";
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { renderCoverageJson } from "../../../src/report/formats/coverage-json.ts";
import { renderCollections, renderGaps } from "../../../src/report/terminal/coverage.ts";
import type { CollectionStatus, Unreadable } from "../../../src/types.ts";
import { everyKind } from "../run.ts";

const look = { width: 80, colour: false };

function collection(
  number: number,
  status: CollectionStatus,
  more: Partial<Unreadable> = {},
): Unreadable {
  return {
    type: "SecurityContact",
    connector: `/subscriptions/${number}`,
    connectorName: `subscription-${number}`,
    status,
    readAt: "2026-11-20T08:00:00.000Z",
    assets: 0,
    ...(status === "complete" ? {} : { cause: `What the service said to ${number}.` }),
    ...more,
  };
}

const permission = "Microsoft.Security/securityContacts/read";

const report: CoverageReport = {
  snapshot: everyKind.snapshot,
  counts: { all: 1_240, complete: 1_225 },
  unread: ["User"],
  collections: [
    ...Array.from({ length: 7 }, (_, i) =>
      collection(i, "denied", {
        permission,
        code: "AuthorizationFailed",
        apiVersion: "2023-12-01-preview",
        requestId: `request-${i}`,
      }),
    ),
    collection(7, "denied", { code: "ExpiredAuthenticationToken" }),
    collection(8, "notRegistered", {
      cause: "Please register to microsoft.security in order to view your security status.",
    }),
    collection(9, "notRegistered", { cause: "The subscription is not registered." }),
    collection(10, "failed", { cause: `Bad news. ${"It is long. ".repeat(40)}` }),
    collection(11, "throttled"),
    collection(12, "skipped"),
    collection(13, "notCollected"),
    collection(14, "complete", { assets: 1_204 }),
  ],
};

test.each([
  ["by cause", renderGaps],
  ["one by one", renderCollections],
] as const)("every state is shown %s, within the page", async (title, render) => {
  const text = [...render(report, look)].join("");
  await expect(text).toMatchFileSnapshot(`golden/coverage.${title.replaceAll(" ", "-")}.txt`);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

describe("json", () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  for (const name of ["report", "coverage"])
    ajv.addSchema(JSON.parse(readFileSync(`docs/${name}.schema.json`, "utf8")));
  const validate = ajv.getSchema("coverage.schema.json")!;

  test.each([
    ["every state", report],
    ["nothing", { ...report, collections: [] }],
  ])("fits its schema: %s", (_title, one) => {
    validate(JSON.parse([...renderCoverageJson(one)].join("")));
    expect(validate.errors).toBeNull();
  });
});
