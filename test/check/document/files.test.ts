import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadChecks } from "../../../src/check/document/load.ts";
import { loadModel } from "../../../src/model/load.ts";

const model = loadModel("schema");
const check = '{ connectors(where: { name: "nobody" }) { id } }';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-checks-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (path: string, text = check) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const link = (path: string, target: string) => symlinkSync(target, join(folder, path));
const load = (...names: readonly string[]) => loadChecks(model, join(folder, "checks"), { names });
const idsOf = (...names: readonly string[]) => load(...names).map(({ id }) => id);

describe("a check file", () => {
  test("is read whatever the case of its ending, and so is its guidance", () => {
    write("checks/a.graphql");
    write("checks/B.GRAPHQL");
    write("checks/c.GqL");
    write("checks/c.MD", "# Titled in capitals\n");
    expect(load().map(({ id, title }) => [id, title])).toEqual([
      ["B", "B"],
      ["a", "A"],
      ["c", "Titled in capitals"],
    ]);
  });

  test("may be a link, in a folder that is one, as may its guidance and its fragments", () => {
    write("elsewhere/shared.graphql", "{ connectors(where: { name: null }) { ...Mine } }");
    write("elsewhere/shared.md", "# From elsewhere\n");
    write("elsewhere/mine.graphql", "fragment Mine on Connector { id }");
    write("checks/fragments/none.txt", "");
    link("checks/linked.graphql", join(folder, "elsewhere", "shared.graphql"));
    link("checks/linked.md", join(folder, "elsewhere", "shared.md"));
    link("checks/fragments/mine.graphql", join(folder, "elsewhere", "mine.graphql"));
    write("others/one.graphql");
    link("checks/more", join(folder, "others"));
    expect(load().map(({ id, title }) => [id, title])).toEqual([
      ["linked", "From elsewhere"],
      ["more/one", "One"],
    ]);
  });

  test.each(["checks/pipe.graphql", "checks/a.md", "checks/fragments/pipe.graphql", "checks/pipe"])(
    "is never a pipe, which may have no end: %s",
    (path) => {
      write("checks/a.graphql");
      write("checks/fragments/none.txt", "");
      execFileSync("mkfifo", [join(folder, path)]);
      expect(() => load()).toThrow(/it is no file/);
    },
  );

  test("is found once where a link leads back to a folder around it", () => {
    write("checks/azure/a.graphql");
    link("checks/azure/again", join(folder, "checks"));
    expect(idsOf()).toEqual(["azure/a"]);
  });

  test.each([
    ["a link that leads nowhere", "broken.graphql", "it is a link that leads nowhere"],
    ["a link without an ending, as of a folder", "azure", "it is a link that leads nowhere"],
    ["guidance that leads nowhere", "a.md", "it is a link that leads nowhere"],
    ["a fragment that leads nowhere", "fragments/f.graphql", "it is a link that leads nowhere"],
  ])("%s is a mistake with its name", (_title, path, reason) => {
    write("checks/a.graphql");
    mkdirSync(join(folder, "checks", "fragments"));
    link(join("checks", path), join(folder, "nowhere"));
    expect(() => load()).toThrow(`"${join(folder, "checks", path)}" is not read: ${reason}.`);
  });

  test("a link to itself is a mistake with its name", () => {
    write("checks/a.graphql");
    link("checks/b.graphql", join(folder, "checks", "b.graphql"));
    expect(() => load()).toThrow('b.graphql" is not read: it is a link that leads to itself.');
  });

  test("a broken link is a mistake where it is asked for, and none where others are", () => {
    write("checks/azure/a.graphql");
    write("checks/entra/a.graphql");
    link("checks/azure/b.graphql", join(folder, "nowhere"));
    expect(() => load("azure")).toThrow("it is a link that leads nowhere");
    expect(() => load("azure/b")).toThrow("it is a link that leads nowhere");
    expect(idsOf("entra")).toEqual(["entra/a"]);
  });

  test.each(["b.graphqls", "b.GQLS", "b.grahpql", "b.graphql.txt", "fragments/b.graphqls"])(
    "%s looks like one and is named",
    (path) => {
      write("checks/a.graphql");
      write(join("checks", path));
      expect(() => load()).toThrow(
        `"${join(folder, "checks", path)}" is not read: the ending of a check is ".graphql" or ".gql".`,
      );
    },
  );

  test.each(["b.json", "b.graphql.bak", ".#a.graphql", "b.sql", "b.txt", "LICENSE", "ReadMe.MD"])(
    "%s does not look like one",
    (path) => {
      write("checks/a.graphql");
      write(join("checks", path));
      expect(idsOf()).toEqual(["a"]);
    },
  );

  test("what is no text is a mistake with its name", () => {
    write("checks/a.graphql");
    writeFileSync(join(folder, "checks", "b.graphql"), Buffer.from("# Ü", "latin1"));
    expect(() => load()).toThrow('b.graphql" is not read: it is neither UTF-8 nor UTF-16.');
  });

  test("UTF-16, as Windows PowerShell writes it, is read", () => {
    write("checks/b.graphql");
    writeFileSync(join(folder, "checks", "b.graphql"), Buffer.from(`\ufeff${check}`, "utf16le"));
    expect(idsOf()).toEqual(["b"]);
  });

  test("two files of guidance that differ in case are a mistake", () => {
    write("checks/a.graphql");
    write("checks/a.md");
    write("checks/a.MD");
    expect(() => load()).toThrow("has two files of guidance");
  });
});

describe("several folders of checks", () => {
  const folders = () => ["checks", "mine"].map((name) => join(folder, name));
  const loadAll = (...names: readonly string[]) => loadChecks(model, folders(), { names });

  test("are one suite, and a name stands for what it names in any of them", () => {
    write("checks/azure/a.graphql");
    write("mine/azure/b.graphql");
    expect(loadAll().map(({ id }) => id)).toEqual(["azure/a", "azure/b"]);
    expect(loadAll("azure").map(({ id }) => id)).toEqual(["azure/a", "azure/b"]);
    expect(loadAll("azure/b").map(({ id }) => id)).toEqual(["azure/b"]);
  });

  test("with one id in two of them are refused, both files named", () => {
    write("checks/a.graphql");
    write("mine/a.graphql");
    const [one, other] = folders().map((path) => join(path, "a.graphql"));
    expect(() => loadAll()).toThrow(
      `Two checks have the id "a": "${one}" and "${other}". Rename one.`,
    );
  });

  test("may be named twice, or lie in one another: a file is one check", () => {
    write("checks/mine/a.graphql");
    const nested = [join(folder, "checks"), join(folder, "checks"), join(folder, "checks/mine")];
    expect(loadChecks(model, nested).map(({ id }) => id)).toEqual(["mine/a"]);
  });

  test("have fragments each of their own, and lend each other those that they lack", () => {
    const where = (name: string) => `{ connectors(where: { name: "${name}" }) { id } }`;
    write("checks/a.graphql", "{ ...Shared }");
    write("checks/fragments/shared.graphql", `fragment Shared on Query ${where("library")}`);
    write("mine/b.graphql", "{ ...Shared ...Lent }");
    write("mine/c.graphql", '{ connectors(where: { name: "c" }) { ...Own } }');
    write("mine/fragments/shared.graphql", `fragment Shared on Query ${where("mine")}`);
    write("mine/fragments/own.graphql", "fragment Own on Connector { id }");
    write(
      "checks/fragments/lent.graphql",
      'fragment Lent on Query { vms(where: { name: "lent" }) { id } }',
    );
    const asked = loadAll().map(({ rules }) =>
      rules.map(({ query }) => JSON.stringify(query.where)).join(" "),
    );
    expect(asked).toEqual([
      expect.stringContaining('"library"'),
      expect.stringMatching(/"mine".*"lent"/),
      expect.stringContaining('"c"'),
    ]);
  });

  test("that are missing or empty are all named at once", () => {
    write("checks/a.graphql");
    const others = [join(folder, "no"), join(folder, "none")];
    expect(() => loadChecks(model, [...folders(), ...others])).toThrow(
      [join(folder, "mine"), ...others]
        .map((one) => `There is no folder of checks at "${one}".`)
        .join("\n\n"),
    );
    mkdirSync(join(folder, "mine"));
    expect(() => loadAll()).toThrow(`The folder "${join(folder, "mine")}" holds no check.`);
  });
});

test("a name that no check has is answered with the checks that have its words", () => {
  for (const name of ["contacts-have-email", "contacts-have-owner", "disks-are-used"])
    write(`checks/azure/${name}.graphql`);
  expect(() => load("contact")).toThrow(
    'Its words are in "azure/contacts-have-email", "azure/contacts-have-owner".',
  );
  expect(() => load("email contacts")).toThrow('Its words are in "azure/contacts-have-email".');
  expect(() => load("disk-are-usd")).toThrow('Did you mean "disks-are-used"?');
});
