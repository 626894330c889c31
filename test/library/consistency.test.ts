import { readFileSync, readdirSync } from "node:fs";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import type { Check } from "../../src/types.ts";
import { checks } from "./judge.ts";
import { misfits, payloads } from "./payloads.ts";
import { guidanceHeadings } from "../../src/scaffold/headings.ts";

const folder = "checks";
const specification = "azure/defender/security-contacts-have-additional-email";
const headings = guidanceHeadings.map(([heading]) => heading);
const placeholders = ["connector.subscriptionId", "asset.id", "asset.name"];
const choices = [
  "address-id",
  "address-name",
  "assignment-id",
  "bastion-name",
  "component-name",
  "configuration-name",
  "disk-encryption-set-id",
  "management-group",
  "network",
  "networks",
  "region",
  "resource-group",
  "rule-name",
  "vault-name",
  "workspace-id",
];

const named = checks.map((check) => [check.id, check] as const);

/** All of a control's prose and code. */
function textOf(check: Check): string {
  return [check.overview, ...check.guidance.map(({ body }) => body)].join("\n\n");
}

/** The guidance file as written; a control without one has an empty text, which the test about headings reports. */
function guidanceOf(check: Check): string {
  return readFileSync(`${folder}/${check.id}.md`, "utf8");
}

/** Fenced code of one language, in order, with the text that follows up to the next fence. */
function codeOf(text: string, language: string): string[] {
  return [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```/gm)]
    .filter(([, found]) => found === language)
    .map(([, , code]) => code!);
}

test("the specification's check stands byte for byte as specified", () => {
  expect(readFileSync(`${folder}/${specification}.graphql`, "utf8")).toBe(`{
  connectors(
    where: {
      OR: [
        { securityContacts_SOME: null }
        { securityContacts_SOME: { email: null } }
        { securityContacts_SOME: { email: "" } }
      ]
    }
  ) {
    ...AssetFragment
  }
}
`);
});

test("every document below checks is a control whose id is its path", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.cases)\.graphql$/.test(file) && !file.startsWith("fragments"))
    .map((file) => file.replace(/\.graphql$/, ""))
    .sort();
  expect(checks.map(({ id }) => id)).toEqual(files);
});

test.each(named)("%s is in kebab case, below a provider and a service", (id) => {
  expect(id).toMatch(/^[a-z]+\/[a-z]+\/[a-z0-9]+(-[a-z0-9]+)+$/);
});

test.each(named)("%s is formatted", async (id) => {
  const text = readFileSync(`${folder}/${id}.graphql`, "utf8");
  expect(text).toBe(await format(text, { parser: "graphql", printWidth: 100 }));
});

describe("guidance", () => {
  test.each(named)("%s has an overview and every heading in order", (_id, check) => {
    expect(check.overview).not.toBe("");
    expect(check.guidance.map(({ heading }) => heading)).toEqual(headings);
    for (const { heading, body } of check.guidance)
      expect([heading, body.length > 8]).toEqual([heading, true]);
  });

  test.each(named)("%s has the same title in check and guidance", (_id, check) => {
    expect(guidanceOf(check).split("\n")).toContain(`# ${check.title}`);
  });

  test.each(named)("%s uses known placeholders only", (_id, check) => {
    const text = textOf(check);
    const used = [...text.matchAll(/\{\{([^}]*)\}\}/g)].map(([, name]) => name!);
    expect(used.filter((name) => !placeholders.includes(name))).toEqual([]);
    const chosen = codeOf(text, "sh").flatMap((code) => [...code.matchAll(/<([^>\s]+)>/g)]);
    expect(chosen.map(([, name]) => name!).filter((name) => !choices.includes(name))).toEqual([]);
  });

  test.each(named)("%s names the asset or its subscription in its commands", (_id, check) => {
    const commands = codeOf(bodyOf(check, "Remediation by CLI"), "sh").join("\n");
    expect(commands).toMatch(/\{\{(connector\.subscriptionId|asset\.id)\}\}/);
  });

  test.each(named)("%s has well-formed links", (_id, check) => {
    const links = [...textOf(check).matchAll(/\]\(([^)]*)\)/g)].map(([, link]) => link!);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      expect(URL.canParse(link) && new URL(link).protocol, link).toBe("https:");
      expect(new URL(link).href.replace(/\/$/, ""), link).toBe(link.replace(/\/$/, ""));
    }
    expect(new Set(links).size).toBe(links.length);
  });

  test.each(named)("%s sends bodies that the service knows", (_id, check) => {
    const sections = check.guidance.map(({ body }) => body);
    for (const section of sections) {
      for (const [json, type] of bodiesOf(section)) {
        expect(Object.keys(payloads)).toContain(type);
        expect(misfits(JSON.parse(json), payloads[type]!.body!)).toEqual([]);
      }
    }
  });

  test.each(named)("%s asks for the API versions that the product knows", (_id, check) => {
    const calls = [
      ...textOf(check).matchAll(/Microsoft\.Security\/(\w+)(?:\/\w+)?\?api-version=([\w-]+)/g),
    ];
    for (const [call, type, version] of calls) {
      const retired = call.includes("/default1?") ? "2017-08-01-preview" : undefined;
      expect([type, version]).toEqual([type, retired ?? payloads[type!]?.apiVersion]);
    }
  });

  test.each(named)("%s can be backed out", (_id, check) => {
    const commands = codeOf(bodyOf(check, "Back-out plan"), "sh");
    expect(commands.length).toBeGreaterThan(0);
  });
});

describe("metadata", () => {
  test.each(named)("%s says severity, frameworks and tags in so many words", (_id, check) => {
    const written = check.id === specification ? guidanceOf(check) : check.document;
    const directive = /@check\(([\s\S]*?)\n?\)\s*(\{|---)/.exec(written)?.[1] ?? "";
    for (const argument of ["severity:", "frameworks:", "tags:"])
      expect(directive).toContain(argument);
    expect(check.tags.length).toBeGreaterThan(0);
  });

  test.each(named)("%s names frameworks with their edition", (_id, check) => {
    for (const framework of check.frameworks)
      expect(framework).toMatch(
        /^(cis-azure-\d\.\d\.\d:\d+(\.\d+)+|mcsb-1\.0:[A-Z]{2}-\d+|nist-800-53-r5:[A-Z]{2}-\d+(\(\d+\))?|nist-800-171-r2:\d(\.\d+)+|iso-27001-2022:A(\.\d+)+|soc-2:CC\d\.\d|hipaa:[\d.]+(\([a-z0-9]+\))+)$/,
      );
    expect(new Set(check.frameworks).size).toBe(check.frameworks.length);
  });
});

/** Each JSON block with the resource type that the next command writes it to. */
function bodiesOf(section: string): (readonly [json: string, type: string])[] {
  return section
    .split("```json\n")
    .slice(1)
    .map((part) => {
      const [json = "", ...rest] = part.split("```");
      const put = /--method put --url "[^"]*Microsoft\.Security\/(\w+)/.exec(rest.join("```"));
      return [json, put?.[1] ?? "nothing"];
    });
}

function bodyOf(check: Check, heading: string): string {
  return check.guidance.find((section) => section.heading === heading)?.body ?? "";
}
