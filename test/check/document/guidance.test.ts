import { describe, expect, test } from "vitest";
import {
  readDescription,
  readGuidance,
  readGuidanceFile,
} from "../../../src/check/document/guidance.ts";

describe("code that shows code", () => {
  test.each<[title: string, code: string]>([
    ["a fence that opens cannot close", "```md\n```sh\n## no heading\n```"],
    ["a shorter fence does not close", "````\n```\n## no heading\n````"],
    ["nor does one of the other sort", "~~~\n```\n## no heading\n~~~"],
    ["a longer one does", "```\n## no heading\n`````"],
  ])("%s", (_title, code) => {
    expect(readGuidance(`## A\n\n${code}\n\n## B ##\n\nWords.`).sections).toEqual([
      { heading: "A", body: code },
      { heading: "B", body: "Words." },
    ]);
  });
});

test("a heading may stand away from its hashes", () => {
  const { title, sections } = readGuidance("#   Title  #\n##   A  ##\nb");
  expect([title, sections]).toEqual(["Title", [{ heading: "A", body: "b" }]]);
});

describe("a guidance file", () => {
  test("begins with a directive between two lines of dashes", () => {
    const text = "---\n@check(severity: LOW)\n---\n\n# Title\n";
    expect(readGuidanceFile(text)).toEqual({
      fence: "@check(severity: LOW)",
      markdown: "\n# Title\n",
    });
  });

  test("without such lines is Markdown from its first line on", () => {
    const text = "# Title\n\n---\n\nBelow a rule.\n";
    expect(readGuidanceFile(text)).toEqual({ markdown: text });
  });

  test("has the line ends of any system", () => {
    expect(readGuidanceFile("---\r\n@check\r\n---\r\n# Title\r\n").fence).toBe("@check");
    expect(readGuidance("# Title\r\n\r\nWords.\r\n\r\n## Rationale\r\n\r\nWhy.\r\n")).toEqual({
      title: "Title",
      overview: "Words.",
      sections: [{ heading: "Rationale", body: "Why." }],
    });
  });

  test("is parted at headings of the second level, not at lines of code that look like one", () => {
    const text =
      "# Title\n\n## Overview\n\nWords.\n\n## Remediation\n\n```sh\n## no heading\n```\n\n### By hand\n\nDo.\n";
    expect(readGuidance(text)).toEqual({
      title: "Title",
      overview: "Words.",
      sections: [
        { heading: "Remediation", body: "```sh\n## no heading\n```\n\n### By hand\n\nDo." },
      ],
    });
  });
});

test("a description's first line is the title, and the rest is Markdown", () => {
  expect(readDescription("Title\n\nWords.\n\n## Remediation\n\nDo.")).toEqual({
    title: "Title",
    overview: "Words.",
    sections: [{ heading: "Remediation", body: "Do." }],
  });
});

test("a comment is for whoever writes, and a section that holds nothing else is not there", () => {
  const text =
    "<!-- a -->\n## A\n\n<!-- What? -->\n\n## B\n<!-- How? -->\nSo.\n## C\n```\n<!-- c -->\n```\n## D";
  expect(readGuidance(text)).toEqual({
    overview: "",
    sections: [
      { heading: "B", body: "So." },
      { heading: "C", body: "```\n<!-- c -->\n```" },
      { heading: "D", body: "" },
    ],
  });
});
