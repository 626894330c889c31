import type { Module } from "./modules.ts";

type Modules = ReadonlyMap<string, Module>;

/** The groups of nodes each of which leads to all others of its group (Tarjan), those of more than one. */
export function findCycles(graph: ReadonlyMap<string, Iterable<string>>): readonly string[][] {
  const cycles: string[][] = [];
  const indexes = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  for (const node of graph.keys()) if (!indexes.has(node)) visit(node);
  return cycles.sort();

  function visit(node: string): void {
    indexes.set(node, indexes.size);
    lowest.set(node, indexes.get(node)!);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!indexes.has(next)) visit(next);
      if (open.includes(next)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(next)!));
    }
    if (lowest.get(node) !== indexes.get(node)) return;
    const group = open.splice(open.indexOf(node));
    if (group.length > 1) cycles.push(group.sort());
  }
}

/** Which files each file loads. */
export function fileGraph(modules: Modules): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    [...modules].map(([path, { loads }]) => [
      path,
      new Set(loads.flatMap(({ target }) => target ?? [])),
    ]),
  );
}

/** What no entry leads to, as `path: name`: an entry is a file whose exports are called from outside of `modules`. */
export function findUnreached(modules: Modules, entries: readonly string[]): readonly string[] {
  const reached = new Map<string, Set<string>>();
  for (const path of entries) reachAll(path);
  return [...modules].flatMap(([path, { declarations }]) =>
    [...declarations.keys()]
      .filter((name) => !reached.get(path)?.has(name))
      .map((name) => `${path}: ${name}`),
  );

  function reachAll(path: string): void {
    load(path);
    for (const name of modules.get(path)?.exports.keys() ?? []) reachExport(path, name);
  }

  function load(path: string): void {
    const module = modules.get(path);
    if (!module || reached.has(path)) return;
    reached.set(path, new Set());
    for (const name of module.runs) reach(module, name);
    for (const { target, names, how } of module.loads)
      if (target === undefined) continue;
      else if (how === "import" || how === "export") {
        if (names.size === 0) load(target);
      } else if (names.size === 0) reachAll(target);
      else for (const name of names.values()) reachExport(target, name);
  }

  function reachExport(path: string, name: string): void {
    const module = modules.get(path);
    if (!module) return;
    load(path);
    const local = module.exports.get(name);
    if (local !== undefined) reach(module, local);
    else if (module.exports.has("*")) reach(module, module.exports.get("*")!, name);
  }

  function reach(module: Module, name: string, member = "*"): void {
    const known = reached.get(module.path)!;
    if (module.declarations.has(name)) {
      if (known.has(name)) return;
      known.add(name);
      for (const used of module.declarations.get(name)!) reach(module, used);
    }
    for (const { target, names } of module.loads) {
      const imported = names.get(name);
      if (target === undefined || imported === undefined) continue;
      if (imported !== "*") reachExport(target, imported);
      else if (member !== "*") reachExport(target, member);
      else if (!known.has(`${name}.*`)) {
        known.add(`${name}.*`);
        reachAll(target);
      }
    }
  }
}
