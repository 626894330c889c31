import { describe, expect, test } from "vitest";
import { fileGraph, findCycles, findUnreached } from "./source/graph.ts";
import { readModules, type Module } from "./source/modules.ts";

/**
 * Which folders the files of a folder may load from: the picture of docs/design.md, inner folders included, each named for itself. Every
 * folder may use what stands directly in `src`, and the command line and the library, which put all together, everything.
 */
const mayLoad: Readonly<Record<string, readonly string[]>> = {
  explain: [
    "backend",
    "check/document",
    "check/run",
    "dialect",
    "estate",
    "model",
    "solver",
    "solver/values",
  ],
  files: [],
  model: ["files"],
  dialect: ["dialect/java", "model"],
  "dialect/java": [],
  inventory: ["dialect", "model"],
  backend: ["dialect", "model"],
  census: [],
  engine: [
    "backend",
    "engine/columns",
    "engine/evidence",
    "engine/kernels",
    "engine/plan",
    "engine/rows",
    "inventory",
    "model",
  ],
  "engine/columns": ["dialect", "engine/kernels", "inventory"],
  "engine/evidence": [
    "backend",
    "dialect",
    "engine",
    "engine/columns",
    "engine/plan",
    "engine/rows",
    "inventory",
    "model",
  ],
  "engine/kernels": ["inventory"],
  "engine/plan": ["dialect", "engine/columns", "engine/kernels", "inventory", "model"],
  "engine/rows": ["dialect", "engine", "engine/columns", "engine/kernels", "inventory"],
  estate: ["dialect", "engine", "inventory"],
  solver: ["dialect", "estate", "model", "solver/values"],
  "solver/texts": ["dialect", "solver", "solver/values"],
  "solver/values": ["dialect", "model", "solver", "solver/texts"],
  snapshot: ["files", "inventory", "model"],
  collect: [
    "collect/calls",
    "collect/json",
    "collect/reading",
    "collect/recording",
    "inventory",
    "model",
    "snapshot",
  ],
  "collect/azure": [
    "collect",
    "collect/azure/network",
    "collect/calls",
    "collect/json",
    "collect/microsoft",
    "collect/reading",
    "collect/recording",
    "inventory",
    "model",
  ],
  "collect/azure/network": ["inventory"],
  "collect/entra": [
    "collect",
    "collect/azure",
    "collect/calls",
    "collect/json",
    "collect/microsoft",
    "collect/reading",
    "collect/recording",
    "inventory",
    "model",
  ],
  "collect/microsoft": ["collect/calls", "collect/json", "files"],
  "collect/calls": ["collect/json", "model"],
  "collect/json": [],
  "collect/reading": ["collect/json", "dialect", "model"],
  "collect/recording": ["collect", "collect/calls", "collect/json", "files"],
  graphql: ["dialect", "model"],
  witness: ["check/document", "dialect", "estate", "solver", "solver/values"],
  cases: ["backend", "check/document", "check/run", "dialect", "estate", "explain", "model"],
  "check/document": ["dialect", "files", "model"],
  "check/run": ["check/document", "check/scope", "dialect", "model"],
  "check/scope": ["dialect", "model"],
  report: [
    "report/cases",
    "diff",
    "report/diffs",
    "report/formats",
    "report/mutants",
    "report/pages",
    "report/terminal",
    "report/witnesses",
    "witness",
  ],
  diff: ["cases", "check/document", "check/run", "dialect", "estate", "solver"],
  mutants: ["cases", "check/document", "dialect", "estate", "model", "solver"],
  "report/cases": ["cases", "estate", "report", "report/formats", "report/terminal"],
  scaffold: ["dialect", "estate", "solver", "witness"],
  lsp: [
    "cases",
    "census",
    "check/document",
    "check/run",
    "dialect",
    "lint",
    "model",
    "mutants",
    "witness",
  ],
  lint: ["cases", "census", "check/document", "dialect", "model", "witness"],
  "report/formats": ["check/document", "check/run", "dialect", "model", "report", "report/pages"],
  "report/diffs": ["diff", "report", "report/formats", "report/terminal"],
  "report/mutants": ["estate", "mutants", "report", "report/terminal"],
  "report/pages": ["report"],
  "report/terminal": ["report"],
  "report/witnesses": ["report", "report/terminal", "witness"],
  server: [
    "check/document",
    "check/run",
    "check/scope",
    "dialect",
    "explain",
    "files",
    "graphql",
    "model",
    "report",
    "scaffold",
  ],
};

/** The files by which rooms that have such are entered; what stands behind them is theirs alone. */
const doors: Readonly<Record<string, readonly string[]>> = {
  report: ["src/report/pages.ts", "src/report/reporters.ts", "src/report/words.ts"],
};

/** Packages that belong to one folder, so that replacing one is a matter of that folder. */
const packageHomes: readonly (readonly [package_: RegExp, home: RegExp])[] = [
  [/^@azure\//, /^src\/collect\/(azure|microsoft)\//],
  [/^(graphql-yoga|@graphql-yoga\/.*|jose)$/, /^src\/server\//],
  [/^(dataloader|@graphql-tools\/.*)$/, /^src\/graphql\//],
  [/^commander$/, /^src\/cli\//],
  [/^vscode-languageserver/, /^src\/lsp\//],
  [/^re2js$/, /^src\/dialect\//],
];

/** What is called from outside of the sources: the program and the library; and what another thread loads is found by where it is loaded. */
const entries = ["src/cli/start.ts", "src/index.ts"];

const modules = readModules("src/**/*.ts");

describe("folders", () => {
  test("load along the picture and never back", () => {
    const against = [...modules.values()].flatMap(({ path, loads }) =>
      foldersOf({ path, loads })
        .filter((folder) => !putsTogether(path) && !mayLoad[folderOf(path)]?.includes(folder))
        .map((folder) => `${path} loads from ${folder}`),
    );
    expect(against).toEqual([]);
  });

  test.each(Object.entries(doors))("are entered by their doors: %s", (room, its) => {
    const isInside = (path: string) => roomOf(folderOf(path)) === room;
    const entered = [...modules.values()].flatMap(({ path, loads }) =>
      isInside(path) ? [] : loads.flatMap(({ target }) => (target ? [{ path, target }] : [])),
    );
    const inside = entered.filter(({ target }) => isInside(target));
    const against = inside.filter(({ target }) => !its.includes(target));
    expect(against.map(({ path, target }) => `${path} enters ${target}`)).toEqual([]);
    expect(its.filter((door) => !inside.some(({ target }) => target === door))).toEqual([]);
  });

  test("use every permission that they have", () => {
    const used = new Set(
      [...modules.values()].flatMap((module) =>
        foldersOf(module).map((folder) => `${folderOf(module.path)} loads from ${folder}`),
      ),
    );
    const allowed = Object.entries(mayLoad).flatMap(([from, to]) =>
      to.map((folder) => `${from} loads from ${folder}`),
    );
    expect(allowed.filter((one) => !used.has(one))).toEqual([]);
  });

  test("stand in the picture, all of them and no other", () => {
    const folders = new Set(
      [...modules.keys()].filter((path) => !putsTogether(path)).map(folderOf),
    );
    folders.delete("");
    expect(Object.keys(mayLoad).sort()).toEqual([...folders].sort());
  });

  test("of which none leads back to itself by others", () => {
    const rooms = new Map<string, string[]>();
    for (const [from, to] of Object.entries(mayLoad))
      rooms.set(roomOf(from), [...(rooms.get(roomOf(from)) ?? []), ...to.map(roomOf)]);
    expect(findCycles(rooms)).toEqual([]);
  });
});

describe("files", () => {
  test("load none that leads back to them, not even for a type", () => {
    expect(findCycles(fileGraph(modules))).toEqual([]);
  });

  test("name what they load where they load it", () => {
    // The one place that is told by others what to load: they name it in the address that they hand over.
    const others = [...modules.values()].filter(({ path }) => path !== "src/late.ts");
    const unknown = others.flatMap(({ path, loads }) =>
      loads
        .filter(({ specifier, target, how }) =>
          // What is read beside the sources, as the schema's own files are, is no code.
          how === "url" ? /^(\.\/|\*)/.test(specifier) && !target : /\*/.test(specifier) && !target,
        )
        .map(({ specifier }) => `${path} loads ${specifier}`),
    );
    expect(unknown).toEqual([]);
  });

  test("hold nothing that only tests reach", () => {
    const unreached = findUnreached(modules, entries);
    expect(unreached).toEqual([]);
  });

  test.each(packageHomes)("have %s in %s alone", (package_, home) => {
    const users = [...modules.values()].filter(({ loads }) =>
      loads.some(({ specifier }) => package_.test(specifier)),
    );
    expect(users.map(({ path }) => path).filter((path) => !home.test(path))).toEqual([]);
    expect(users).not.toEqual([]);
  });

  test("have the engine's inventory in one place alone", () => {
    const users = [...modules.values()].filter(
      ({ path, loads }) =>
        roomOf(folderOf(path)) !== "engine" &&
        loads.some(({ target }) => target && roomOf(folderOf(target)) === "engine"),
    );
    // What is made up in memory is held by the engine, whatever holds the assets of snapshots.
    const places = ["src/estate/make-estate.ts", "src/library/inventory-over.ts"];
    expect(users.map(({ path }) => path).sort()).toEqual(places);
  });

  // Fifty files of graphql are for executing; a run would load them before its first check.
  test("that read documents name the parts of graphql that they need", () => {
    const whole = [...modules.values()].filter(
      ({ path, loads }) =>
        ["model", "dialect", "check", "report"].includes(roomOf(folderOf(path))) &&
        loads.some(({ specifier, typesOnly }) => specifier === "graphql" && !typesOnly),
    );
    expect(whole.map(({ path }) => path)).toEqual([]);
  });

  test("leave the console and the process to the command line", () => {
    const strays = [...modules.values()].filter(
      ({ path, objects }) =>
        roomOf(folderOf(path)) !== "cli" && (objects.has("console") || objects.has("process")),
    );
    expect(strays.map(({ path }) => path)).toEqual([]);
  });
});

function folderOf(path: string): string {
  return path.split("/").slice(1, -1).join("/");
}

function roomOf(folder: string): string {
  return folder.split("/")[0]!;
}

function putsTogether(path: string): boolean {
  return path === "src/index.ts" || ["cli", "library"].includes(roomOf(folderOf(path)));
}

/** The folders that a file loads from, its own and `src` left out. */
function foldersOf({ path, loads }: Pick<Module, "path" | "loads">): readonly string[] {
  const folders = loads.flatMap(({ target }) => (target ? folderOf(target) : []));
  return [...new Set(folders)].filter((folder) => folder !== "" && folder !== folderOf(path));
}
