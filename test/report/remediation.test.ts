import { execFileSync } from "node:child_process";
import { globSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadChecks } from "../../src/check/document/load.ts";
import { loadModel } from "../../src/model/load.ts";
import { layCommand } from "../../src/wrap.ts";
import { fillPlaceholders, namedById } from "../../src/report/placeholders.ts";
import { adviceOn, exampleOf } from "../../src/report/mending.ts";
import { readRemediation } from "../../src/report/remediation.ts";
import { check, everyKind } from "./run.ts";

function remediationOf(sections: Readonly<Record<string, string>>) {
  const guidance = Object.entries(sections).map(([heading, body]) => ({ heading, body }));
  return readRemediation(check("some", { guidance }));
}

test.each([
  "a/b",
  "..",
  "a..b",
  "@file.json",
  "-x",
  "a b",
  "a;b",
  "a:b",
  "$(x)",
  "a'b",
  "$&",
  "$1",
  "$`",
  "$$",
])("the name %j is not filled into a command", (name) => {
  const asset = { id: `/subscriptions/s/${name}`, name, connector: null };
  expect(fillPlaceholders("az x --name {{asset.name}}", asset)).toBe("az x --name {{asset.name}}");
});

test.each(["/subscriptions/s/../t", "/a//b", "x", "/a/-b c", "@x", "/a/$&", "/a/$1"])(
  "the id %j is not filled into a command",
  (id) => {
    const asset = { id, name: "x", connector: null };
    expect(fillPlaceholders("az x --ids {{asset.id}}", asset)).toBe("az x --ids {{asset.id}}");
  },
);

describe("commands", () => {
  const sh = (...lines: readonly string[]) => `\`\`\`sh\n${lines.join("\n")}\n\`\`\``;
  test.each<readonly [string, string, readonly string[], readonly string[]]>([
    ["none where there is no block", "Ask somebody.", [], []],
    [
      "without what only looks or saves",
      sh("az a show --ids x > before.json", "az a update --ids x"),
      ["az a update --ids x"],
      ["az a show --ids x > before.json"],
    ],
    [
      "of the first block that changes something",
      `${sh("az rest --method get --url x > y")}\n\nThen:\n\n${sh("az rest --method put")}\n\n${sh("az rest --method delete")}`,
      ["az rest --method put"],
      ["az rest --method get --url x > y"],
    ],
    [
      "in one line each",
      sh("az a update \\", "  --ids x", "# a note"),
      ["az a update --ids x"],
      [],
    ],
    [
      "of a block in a list",
      "1. Do this.\n\n   ```sh\n   az a create\n   ```",
      ["az a create"],
      [],
    ],
    ["between tildes", "~~~sh\naz a create\n~~~", ["az a create"], []],
    ["none that is shown as a text itself", "````md\n```sh\naz a delete\n```\n````", [], []],
    ["none that is indented as code", "    ```sh\n    az a delete\n    ```", [], []],
    ["of no other language", '```json\n{"az": "create"}\n```', [], []],
  ])("%s", (_title, body, commands, saves) => {
    expect(remediationOf({ "Remediation by CLI": body })).toEqual({
      commands,
      savesFirst: saves.length > 0,
      ...(saves.length > 0 ? { saves } : {}),
    });
  });
});

describe("the way back", () => {
  test.each<readonly [string, string, object | undefined]>([
    [
      "the first sentence",
      "Put `it` back as it was. Then look.",
      { text: "Put it back as it was." },
    ],
    [
      "a sentence that leads to code",
      "Delete it:\n\n```sh\naz a delete\n```",
      { text: "Delete it." },
    ],
    [
      "a sentence of a list or a quotation, without its marks",
      "1. Put _it_ **back** as [it was](https://a.example).\n2. Look.",
      { text: "Put it back as it was." },
    ],
    [
      "a command",
      "```sh\naz a update --on false\n```\n\nMore.",
      { command: "az a update --on false" },
    ],
    [
      "the words behind a command that only looks",
      "```sh\naz a show\n```\n\nThere is no way back: it stays.",
      { text: "There is no way back: it stays." },
    ],
    [
      "a pointer where several commands are needed",
      "```sh\naz a stop\naz a start\n```",
      { text: 'The guidance says how, under "Back-out plan".' },
    ],
    ["nothing where there is no plan", "", undefined],
  ])("is %s", (_title, body, undo) => {
    expect(remediationOf({ "Back-out plan": body }).undo).toEqual(undo);
  });
});

describe("placeholders", () => {
  const id =
    "/subscriptions/11111111-1111-4111-8111-111111111111/resourcegroups/rg/providers/a/b/c";

  test("are filled in from an id alone", () => {
    const text =
      "az a --ids {{asset.id}} -n {{ asset.name }} -s {{connector.subscriptionId}} {{other}}";
    expect(fillPlaceholders(text, namedById(id))).toBe(
      `az a --ids ${id} -n c -s 11111111-1111-4111-8111-111111111111 {{other}}`,
    );
  });

  test.each(["a b", "$(id)", "a;b", "`a`", "a\nb", "-o", 'a"b', ""])(
    "stay where a shell would read more than a name: %j",
    (name) => {
      const asset = { id, name, connector: null };
      expect(fillPlaceholders("{{asset.name}}", asset)).toBe("{{asset.name}}");
    },
  );
});

describe("a command on a narrow page", () => {
  const command = String.raw`words rest --url "/a b/subscriptions/11111111?d=\"e\"&f=\\" --force -n "x y" a/long/path/that/goes/on`;

  /** What a shell takes a command to be: its words, one to a line. */
  function readByShell(text: string): string {
    const script = `words() { printf '%s\\n' "$@"; }\n${text}`;
    return execFileSync("sh", ["-c", script], { encoding: "utf8" });
  }

  test.each([24, 25, 26, 30, 50, 80])(
    "keeps to %d columns but for a long word, and a shell reads the same words",
    (width) => {
      const lines = layCommand(command, 8, width);
      for (const line of lines.filter((one) => one.length > width))
        expect(line, line).toMatch(/^ *(?:--\w+ )?(?:"[^"].*"|\S+)(?: \\)?$/);
      expect(readByShell(lines.join("\n"))).toBe(readByShell(command));
    },
  );

  test("is broken before options where it can be", () => {
    expect(layCommand("az disk update --ids /x/y --type Z", 4, 24)).toEqual([
      "    az disk update \\",
      "      --ids /x/y \\",
      "      --type Z",
    ]);
  });

  test("stays whole in single quotes", () => {
    const body = `'{"a": "${"b".repeat(40)}"}'`;
    expect(layCommand(`az x --body ${body}`, 2, 30)).toContain(`    --body ${body}`);
  });
});

describe("the library", () => {
  const checks = loadChecks(loadModel("schema"), "checks");

  test("is all there", () => {
    expect(checks).toHaveLength(globSync("checks/azure/**/!(*.cases).graphql").length);
  });

  test.each(checks.map((one) => [one.id, one] as const))(
    "%s says how to mend and how to go back",
    (_id, one) => {
      const { console, commands, undo } = readRemediation(one);
      expect(console).toMatch(/\.$/);
      expect(commands.length).toBeGreaterThan(0);
      expect(undo).toBeDefined();
    },
  );
});

test("no command is offered in a disabled subscription, and one of another asset before", () => {
  const [first, second] = everyKind.verdicts[0]!.offenders;
  const { id, name } = first!.asset;
  const disabled = { ...first!.asset, connector: { id, name, isDisabled: true as const } };
  const labels = adviceOn(everyKind.checks[0]!, disabled).map(({ label }) => label);
  expect(labels).toEqual(["To mend:", "First:", "Guidance:"]);
  const offenders = [{ ...first!, asset: disabled }, second!];
  expect(exampleOf({ ...everyKind.verdicts[0]!, offenders })).toEqual({
    ...second!.asset,
    because: second!.because,
  });
});
