import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { parseSync } from "rolldown/utils";
import { childrenOf, isNode, namesIn, textOf, type Node } from "./syntax.ts";

/** One file of `src`, as its syntax tree says, and not its text. */
export interface Module {
  readonly path: string;
  /** Everything that loads something: imports of types too, `import()`, `createRequire(…)(…)`, `new URL(…, import.meta.url)`. */
  readonly loads: readonly Load[];
  /** What stands at the top under a name, and the names that it uses. */
  readonly declarations: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names that are used by what runs as soon as the file is loaded. */
  readonly runs: ReadonlySet<string>;
  /** What others import, by the name under which they do. */
  readonly exports: ReadonlyMap<string, string>;
  /** Objects whose members are read by name, as `process` in `process.env`. */
  readonly objects: ReadonlySet<string>;
  /** The texts that stand in it as literals. */
  readonly literals: ReadonlySet<string>;
}

/** Something that a file loads. */
export interface Load {
  /** As it is written; what cannot be known before it runs stands there as `*`. */
  readonly specifier: string;
  /** The file of this repository that it is, where it is one. */
  readonly target?: string;
  /** Local names of what is imported, and their names there; a whole module is `*`. */
  readonly names: ReadonlyMap<string, string>;
  readonly how: "import" | "export" | "dynamic" | "require" | "url";
  readonly typesOnly: boolean;
}

/** All files that `pattern` names, by path. */
export function readModules(pattern: string): ReadonlyMap<string, Module> {
  const paths = globSync(pattern).map((path) => path.replaceAll("\\", "/"));
  return new Map(paths.sort().map((path) => [path, readModule(path)]));
}

function readModule(path: string): Module {
  const { program, module, errors } = parseSync(path, readFileSync(path, "utf8"));
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const loads: Load[] = [];
  const add = (load: Omit<Load, "target">) => loads.push({ ...load, ...targetOf(path, load) });
  for (const { moduleRequest, entries } of module.staticImports)
    add({
      specifier: moduleRequest.value,
      names: new Map(
        entries.map(({ localName, importName }) => [localName.value, importName.name ?? "*"]),
      ),
      how: "import",
      typesOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    });
  const exports = new Map<string, string>();
  for (const {
    exportName,
    localName,
    importName,
    moduleRequest,
    isType,
  } of module.staticExports.flatMap(({ entries }) => entries)) {
    const name = exportName.name ?? "*";
    if (moduleRequest) {
      const local = `export ${name} from ${moduleRequest.value}`;
      const names = new Map([[local, importName.name ?? "*"]]);
      add({ specifier: moduleRequest.value, names, how: "export", typesOnly: isType });
      exports.set(name, local);
    } else exports.set(name, localName.name ?? "default");
  }
  const declarations = new Map<string, Set<string>>();
  const runs = new Set<string>();
  for (const statement of program.body as unknown as Node[]) {
    if (statement.type === "ImportDeclaration") continue;
    const used = namesIn(statement);
    const names = declaredNames(statement);
    for (const name of names)
      // A function may be declared several times over, once for each way to call it.
      declarations.set(name, new Set([...(declarations.get(name) ?? []), ...used]));
    if (names.length === 0) for (const name of used) runs.add(name);
  }
  const objects = new Set<string>();
  const literals = new Set<string>();
  const taken = new Map<Node, readonly string[]>();
  walk(program as unknown as Node, (node) => {
    const [late, names] = namesOfLate(node);
    if (late && names) taken.set(late, names);
    const found = loadAt(node);
    if (found) {
      const names = new Map((taken.get(node) ?? []).map((name) => [`import ${name}`, name]));
      add({ names, typesOnly: false, ...found });
    }
    if (node.type === "Literal" && typeof node.value === "string") literals.add(node.value);
    const object = node.type === "MemberExpression" ? (node.object as Node) : undefined;
    if (object?.type === "Identifier") objects.add(object.name as string);
  });
  return { path, loads, declarations, runs, exports, objects, literals };
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const child of childrenOf(node)) walk(child, visit);
}

function declaredNames(statement: Node): readonly string[] {
  const declaration = /^Export(Named|Default)Declaration$/.test(statement.type)
    ? (statement.declaration as Node | null)
    : statement;
  if (!isNode(declaration)) return [];
  if (declaration.type === "VariableDeclaration")
    return (declaration.declarations as Node[]).flatMap(({ id }) => [...namesIn(id as Node)]);
  if (isNode(declaration.id)) return [declaration.id.name as string];
  return statement.type === "ExportDefaultDeclaration" ? ["default"] : [];
}

/** What an expression loads: `import("x")`, `require("x")` however it was made, `new URL("x", import.meta.url)`. */
function loadAt(node: Node): Pick<Load, "specifier" | "how"> | undefined {
  const [first, second] = (node.arguments ?? []) as Node[];
  if (node.type === "ImportExpression" || node.type === "TSImportType")
    return { specifier: textOf(node.source as Node), how: "dynamic" };
  if (first && node.type === "CallExpression" && isRequire(node.callee as Node))
    return { specifier: textOf(first), how: "require" };
  const isUrl = node.type === "NewExpression" && (node.callee as Node).name === "URL";
  return first && isUrl && isImportMeta(second)
    ? { specifier: textOf(first), how: "url" }
    : undefined;
}

/** `const { a } = await import("x")` and `(await import("x")).a`: the `import()`, and what is taken of it. */
function namesOfLate(node: Node): [Node?, (readonly string[])?] {
  const awaited = (node.init ?? node.object) as Node | null;
  const late = awaited?.type === "AwaitExpression" ? (awaited.argument as Node) : undefined;
  if (late?.type !== "ImportExpression") return [];
  if (node.type === "MemberExpression") return [late, [...namesIn(node.property as Node)]];
  const { type, properties } = node.id as Node;
  if (type !== "ObjectPattern") return [];
  return [late, (properties as Node[]).map(({ key }) => (key as Node).name as string)];
}

function isRequire(callee: Node): boolean {
  return callee.type === "CallExpression"
    ? (callee.callee as Node).name === "createRequire"
    : callee.name === "require";
}

function isImportMeta(node: Node | undefined): boolean {
  return node?.type === "MemberExpression" && (node.object as Node).type === "MetaProperty";
}

function targetOf(path: string, { specifier }: Pick<Load, "specifier">): { target?: string } {
  if (!specifier.startsWith(".")) return {};
  const target = join(dirname(path), specifier);
  return target.endsWith(".ts") && existsSync(target) ? { target } : {};
}
