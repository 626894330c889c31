import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Which rooms a room may import from: the picture of docs/design.md. Every room may use `types.ts` and `errors.ts`. */
const mayImport: Record<string, readonly string[]> = {
  model: [],
  dialect: ["model"],
  derive: [],
  inventory: ["model", "dialect", "derive"],
  engine: ["model", "dialect", "inventory"],
  snapshot: ["model", "inventory"],
  collect: ["model", "dialect", "derive", "inventory", "snapshot"],
  graphql: ["model", "dialect"],
  check: ["model", "dialect"],
  report: ["model", "check"],
  server: ["model", "dialect", "inventory", "engine", "snapshot", "graphql", "check", "report"],
};

/** Folders inside a room that never import from a neighbour, however that may read. */
const innerBorders: readonly (readonly [folder: string, notFrom: string])[] = [
  ["src/check/document/", "src/check/run/"],
  ["src/report/terminal/", "src/report/pages/"],
  ["src/report/terminal/", "src/report/formats/"],
  ["src/report/pages/", "src/report/terminal/"],
  ["src/report/pages/", "src/report/formats/"],
];

/** Packages that belong to one room, so that replacing one is a matter of that room. */
const packageHomes: readonly (readonly [package_: RegExp, home: RegExp])[] = [
  [/^@azure\//, /^src\/collect\/azure\//],
  [/^(graphql-yoga|@graphql-yoga\/.*|jose)$/, /^src\/server\//],
  [/^(dataloader|@graphql-tools\/.*)$/, /^src\/graphql\//],
  [/^commander$/, /^src\/cli\//],
  [/^re2js$/, /^src\/dialect\//],
];

const files = globSync("src/**/*.ts").map((path) => path.replaceAll("\\", "/"));

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:\bfrom|\bimport\(?)\s*"([^"]+)"/g)].map((match) => match[1]!);
}

function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

function resolve(file: string, specifier: string): string {
  return new URL(specifier, `file:///${file}`).pathname.slice(1);
}

describe("imports", () => {
  test("go along the picture and never back", () => {
    const against = files.flatMap((file) => {
      const room = roomOf(file);
      if (room === undefined || room === "cli") return [];
      return importsOf(file)
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => roomOf(resolve(file, specifier)))
        .filter((target) => target !== undefined && target !== room)
        .filter((target) => !mayImport[room]?.includes(target!))
        .map((target) => `${file} imports ${target}`);
    });
    expect(against).toEqual([]);
  });

  test("every room of the picture is there, and no other", () => {
    const rooms = new Set(files.map(roomOf).filter((room) => room !== undefined));
    expect([...rooms].sort()).toEqual([...Object.keys(mayImport), "cli"].sort());
  });

  test.each(innerBorders)("%s never imports from %s", (folder, notFrom) => {
    const own = files.filter((file) => file.startsWith(folder));
    const against = own.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => resolve(file, specifier))
        .filter((target) => target.startsWith(notFrom))
        .map((target) => `${file} imports ${target}`),
    );
    expect(own).not.toEqual([]);
    expect(against).toEqual([]);
  });

  test.each(packageHomes)("%s stays in %s", (package_, home) => {
    const strays = files.filter(
      (file) => !home.test(file) && importsOf(file).some((specifier) => package_.test(specifier)),
    );
    expect(strays).toEqual([]);
  });

  // Fifty files of graphql are for executing; a run would load them before its first check.
  test("what reads documents names the parts of graphql that it needs", () => {
    const whole = files
      .filter((file) => ["model", "dialect", "check", "report"].includes(roomOf(file) ?? ""))
      .filter((file) => /import \{[^}]*\} from "graphql"/.test(readFileSync(file, "utf8")));
    expect(whole).toEqual([]);
  });

  test("only the command line touches the console and the process", () => {
    const strays = files.filter(
      (file) =>
        roomOf(file) !== "cli" &&
        /^(?!\s*(\*|\/\/)).*\b(console|process)\.\w/m.test(readFileSync(file, "utf8")) &&
        file !== "src/collect/azure/context.ts",
    );
    expect(strays).toEqual([]);
  });
});
