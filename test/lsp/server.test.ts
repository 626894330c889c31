import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Client, startClient } from "./client.ts";

let folder = "";
let client: Client;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-lsp-test-"));
  mkdirSync(join(folder, "fragments"));
  client = await startClient(["--sample", "--also", folder]);
}, 60_000);
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  rmSync(folder, { recursive: true });
});

const guided = '"""\nTitle\n\n## Rationale\n\nWhy.\n"""';
const check = (where: string) =>
  `${guided}\nquery Q {\n  storageAccounts(where: { ${where} }) {\n    id\n  }\n}\n`;

/** A file below the folder that stands in the editor alone. */
function unsaved(name: string, text: string): string {
  const file = join(folder, name);
  client.open(file, text);
  return file;
}

const codes = (all: readonly { readonly code?: unknown }[]) => all.map(({ code }) => code);

describe("in a text that was never saved", () => {
  test("what the check comes to over the snapshot stands above it, and follows what is typed", async () => {
    const file = unsaved("counted.graphql", check("name: null"));
    expect(await client.settledLenses(file)).toEqual(["0 fail · 18 examined"]);
    client.change(file, check("name_NOT: null"));
    expect(await client.settledLenses(file)).toEqual(["18 fail · 18 examined"]);
    client.close(file);
  }, 60_000);

  test("the last numbers stay while it has a mistake", async () => {
    const file = unsaved("late.graphql", check("name_NOT: null"));
    await client.settledLenses(file);
    client.change(file, check("name_NOT: nul l"));
    await client.diagnostics(file, (all) => codes(all).includes("syntax-error"));
    const [lens] = await client.lenses(file);
    expect(lens!.command!.title).toBe("18 fail · 18 examined …");
    expect(lens!.range.start.line).toBe(0);
    client.close(file);
  });

  test("mistakes and notes are told with their codes, and each has its fix", async () => {
    const text = check('minimumTlsVersion: "TLS1_22", nme: "a", id_MATCHES: "/subscriptions/.*"');
    const file = unsaved("wrong.graphql", text);
    const all = await client.diagnostics(file, (some) => some.length >= 2);
    expect(codes(all)).toEqual(["wrong-value", "unknown-field"]);
    const titles = await Promise.all(all.map(async (one) => client.actions(file, one)));
    expect(titles.map((actions) => actions[0]!.title)).toEqual(['Write "TLS1_2"', 'Write "name"']);
    const [[value], [key]] = titles as [(typeof titles)[0], (typeof titles)[0]];
    const written = (action: typeof value) => Object.values(action!.edit!.changes!)[0]![0]!;
    expect([written(value), written(key)]).toMatchObject([
      { newText: "TLS1_2", range: { start: { line: 8, character: 47 } } },
      { newText: "name", range: { start: { line: 8, character: 57 } } },
    ]);
    client.change(file, check('id_MATCHES: "/subscriptions/.*"'));
    const [note] = await client.diagnostics(file, (some) => codes(some)[0] === "plain-pattern");
    const [fix] = await client.actions(file, note!);
    const [edits] = Object.values(fix!.edit!.changes!);
    expect(edits![0]!.newText).toBe('id_STARTS_WITH: "/subscriptions/"');
    client.close(file);
    expect(await client.diagnostics(file, (some) => some.length === 0)).toEqual([]);
  });

  test("a buffer without a name is judged too", async () => {
    const text = check("name_NOT: null");
    client.open("untitled:Untitled-1", text);
    expect(await client.settledLenses("untitled:Untitled-1")).toEqual(["18 fail · 18 examined"]);
  });

  test("a misspelt value of the snapshot is told", async () => {
    const file = unsaved(
      "seen.graphql",
      `${guided}\nquery Q { connectors(where: { managementGroups_SOME: { name: "Productoin" } }) { id } }`,
    );
    const [note] = await client.diagnostics(file, (all) => codes(all).includes("unseen-value"));
    expect((await client.actions(file, note!))[0]!.title).toBe('Write "production"');
    client.close(file);
  });
});

describe("on a field", () => {
  test("its type, what it means, the values that there are and who reads it are shown", async () => {
    const text = check("minimumTlsVersion: null");
    const file = unsaved("hovered.graphql", text);
    const shown = await client.hover(file, text, "minimumTls");
    expect(shown).toContain("**StorageAccount.minimumTlsVersion** · String");
    expect(shown).toMatch(/\| `"TLS1_2"` \| \d+ \|/);
    expect(shown).toMatch(/null in \d+ of 18/);
    expect(shown).toContain("`azure/storage/accounts-require-tls-1-2`");
    expect(await client.hover(file, text, "  i")).toContain("**StorageAccount.id** · ID");
    client.close(file);
  }, 60_000);
});

describe("completion", () => {
  const labels = async (where: string, marked: string) => {
    const text = check(where);
    const file = unsaved("completed.graphql", text);
    const found = await client.complete(file, text, marked);
    client.close(file);
    return found.map(({ label }) => label);
  };

  test("offers keys of both spellings", async () => {
    const keys = await labels("mini", "mini");
    expect(keys).toContain("minimumTlsVersion");
    expect(keys).toContain("minimumTlsVersion_NOT_IN");
    expect(keys).toContain("blobContainers_SOME");
  });

  test.each([
    ["name: { ", "name: { ", "startsWith"],
    ["blobContainers: { ", "blobContainers: { ", "some"],
    ["blobContainers: { some: { ", "some: { ", "publicAccess"],
    ["OR: [{ ", "OR: [{ ", "name_IN"],
  ])("goes on inside %s", async (where, marked, label) => {
    expect(await labels(where, marked)).toContain(label);
  });

  test("offers the values that the snapshot has, and writes over what is there", async () => {
    const text = check('minimumTlsVersion_IN: ["TLS');
    const file = unsaved("values.graphql", text);
    const found = await client.complete(file, text, '"TLS');
    const item = found.find(({ label }) => label === '"TLS1_2"')!;
    expect(item.detail).toMatch(/^in \d+$/);
    expect(item.textEdit).toMatchObject({
      newText: '"TLS1_2"',
      range: { start: { character: 50 } },
    });
    client.close(file);
  });
});

describe("beside a check", () => {
  const cases = (status: string) =>
    `query Rows {\n  given(storageAccounts: [\n    { is: ${status}, name: null }\n    { is: PASS, name: "a" }\n  ])\n}\n`;

  test("cases are judged as they are typed, and one that does not hold is told at its row", async () => {
    const file = unsaved("cased.graphql", check("name: null"));
    const beside = join(folder, "cased.cases.graphql");
    writeFileSync(beside, cases("FAIL"));
    client.open(beside, cases("FAIL"));
    expect(await client.settledLenses(beside)).toEqual(["cases ✓ 2"]);
    expect((await client.settledLenses(file))[0]).toMatch(/^0 fail · 18 examined · cases ✓ 2/);
    expect(await client.lensSaying(file, /mutants \d+\/\d+$/)).toMatch(
      /^0 fail .* cases ✓ 2 · mutants/,
    );
    const [row] = await client.actionsAt(file, "Add a case that is undecided");
    const [edits] = Object.entries(row!.edit!.changes!);
    expect(edits).toMatchObject([
      pathToFileURL(beside).href,
      [{ newText: "\n    # generated\n    { is: UNDECIDED, missing: [name] }" }],
    ]);
    client.change(beside, cases("PASS"));
    const [wrong] = await client.diagnostics(beside, (all) => codes(all).includes("failed-case"));
    expect(wrong!.range.start).toEqual({ line: 2, character: 4 });
    expect(wrong!.message).toContain("expected PASS, came to FAIL.\nname is null");
    expect(await client.settledLenses(file)).toEqual(["0 fail · 18 examined · cases ✗ 1 of 2"]);
    client.change(beside, cases("PASS").replace("name: null", "nmae: null"));
    await client.diagnostics(beside, (all) =>
      all.some(({ message }) => String(message).includes('Did you mean "name"')),
    );
    client.close(beside);
    client.close(file);
  }, 60_000);

  test("shared fragments are those that stand in the editor", async () => {
    const fragment = join(folder, "fragments/own.graphql");
    writeFileSync(fragment, "fragment Own on StorageAccount { id }");
    const file = unsaved("spread.graphql", check("name: null").replace("    id", "    ...Own"));
    await client.settledLenses(file);
    client.open(fragment, "fragment Own on StorageAccount { idd }");
    await client.diagnostics(fragment, (all) => all.length > 0);
    client.change(fragment, "fragment Other on StorageAccount { id }");
    await client.diagnostics(file, (all) => codes(all).includes("unknown-fragment"));
    client.change(fragment, "fragment Own on StorageAccount { name }");
    await client.diagnostics(file, (all) => all.length === 0);
    client.close(fragment);
    client.close(file);
    rmSync(fragment);
  });
});

test("a check of the library is known by its folder", async () => {
  const file = join(process.cwd(), "checks/azure/storage/accounts-require-tls-1-2.graphql");
  client.open(file, readFileSync(file, "utf8"));
  expect((await client.settledLenses(file))[0]).toMatch(/^\d+ fail .*examined/);
  expect(await client.diagnostics(file, () => true)).toEqual([]);
  client.close(file);
});

test("what a check finds is opened as a text", async () => {
  const file = unsaved("explained.graphql", check("name_NOT: null"));
  await client.settledLenses(file);
  const text = await client.execute("assay.explain", pathToFileURL(file).href);
  expect(text).toContain("18 offenders");
  expect(text).toMatch(/✓ .*name/);
  expect(readFileSync(fileURLToPath(client.shown.at(-1)!), "utf8")).toBe(text);
  client.close(file);
});
