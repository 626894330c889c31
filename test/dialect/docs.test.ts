import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { type Operator, operators } from "../../src/dialect/operators.ts";
import { readModel } from "../../src/model/read.ts";

const page = readFileSync(new URL("../../docs/dialect.md", import.meta.url), "utf8");

/** How the page names the scalars that an operator stands on. */
function scalarsOf({ on, shape }: Operator): string {
  const names = on.join(", ").replace("Enum", "enums");
  return { single: names, both: `${names}; lists of them`, list: `lists of ${names}` }[shape];
}

function takes({ takes: what, shape }: Operator): string {
  if (what === "same") return shape === "both" ? "a value; for a list a list" : "a value";
  return { list: "a list of values", text: "a text", element: "one element" }[what];
}

/** The table of operators as the page must have it. */
function renderOperators(): string {
  const rows = Object.entries(operators).map(([name, operator]) => {
    const negated = name === "EQ" ? "_NOT" : `_NOT_${name}`;
    const suffixes = operator.negatable ? `\`_${name}\`, \`${negated}\`` : `\`_${name}\``;
    return `| ${suffixes} | \`${operator.nested}\` | ${scalarsOf(operator)} | ${takes(operator)} | ${operator.doc} |`;
  });
  return ["| suffix | nested | on | takes | true where |", "| - | - | - | - | - |", ...rows].join(
    "\n",
  );
}

/** Markdown without what only lays it out. */
function plain(markdown: string): string {
  return markdown
    .replaceAll(/-+/g, "-")
    .replaceAll(/[ \t]+/g, " ")
    .trim();
}

test("the page's table of operators is the product's", () => {
  const [, table] = /<!-- operators:.*?-->(.*?)<!-- \/operators -->/s.exec(page) ?? [];
  expect(plain(table ?? "")).toBe(plain(renderOperators()));
});

test("the page names the operators that can ignore case", () => {
  const folded = Object.values(operators).filter(({ foldable }) => foldable);
  const list = folded.map(({ nested }) => `\`${nested}\``).join(", ");
  expect(page).toContain(`\`caseInsensitive\` offers ${list}.`);
});

test("what the page offers in place of {} is what the product offers", () => {
  const model = readModel([
    {
      file: "schema.graphql",
      text: `
        type VM { id: ID!, managedIdentities: [VM!]! @references(path: ["a"])
          encryptionKey: VM @references(path: ["b"]) }
      `,
    },
  ]);
  const [, section] = page.split("## What filters nothing");
  const rows = [...section!.matchAll(/^\| `(\w+): \{\}` +\| (.*?) +\|$/gm)];
  expect(rows).toHaveLength(4);
  for (const [, key, cell] of rows) {
    const [message] = readWhere(model, "VM", { [key!]: {} }).ineffective.map(
      (each) => each.message,
    );
    const offered = [...cell!.matchAll(/`(\w+: [^`]*)`/g)];
    for (const [, instead] of offered) expect(message).toContain(instead);
    expect(offered).not.toHaveLength(0);
  }
});
