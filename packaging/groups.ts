import { resolve } from "node:path";
import type { CodeSplittingGroup } from "rolldown";

interface Modules {
  getModuleInfo(id: string): ModuleInfo | null;
}

interface ModuleInfo {
  readonly importedIds: readonly string[];
  readonly dynamicallyImportedIds: readonly string[];
}

/** Files of the sources where reading begins. */
export interface Beginnings {
  /** What a thread runs. */
  readonly thread: string;
  /** What a process runs. */
  readonly start: string;
  /** The command whose time counts most. */
  readonly command: string;
}

/**
 * Which modules stand in one file. A file costs a tenth of a millisecond before its first line, so what is read together stands
 * together: what a thread reads, what every command does, and what the most used one does besides.
 */
export function createGroups({ thread, start, command }: Beginnings): CodeSplittingGroup[] {
  return [
    closureGroup("kernels", 4, thread, ({ importedIds }) => importedIds),
    closureGroup("base", 3, start, ({ importedIds }) => importedIds),
    closureGroup("run", 2, command, ({ dynamicallyImportedIds }) => dynamicallyImportedIds),
    // Megabytes of text for browsers.
    { name: "graphiql", test: /[/\\]render-graphiql[/\\]/, priority: 1 },
    { name: "common", test: /[/\\](src|node_modules[/\\]graphql)[/\\]/, minShareCount: 2 },
  ];
}

/** All that some imports of a file are made of. */
function closureGroup(
  name: string,
  priority: number,
  file: string,
  importsOf: (info: ModuleInfo) => readonly string[],
): CodeSplittingGroup {
  let closure: Set<string> | undefined;
  return {
    debugName: name,
    priority,
    name(id, modules: Modules) {
      closure ??= closureOf(importsOf(find(modules, resolve(file))), modules);
      return closure.has(id) ? name : undefined;
    },
  };
}

function closureOf(ids: readonly string[], modules: Modules): Set<string> {
  const found = new Set(ids);
  // What is added while going through a set is gone through too.
  for (const id of found)
    for (const next of modules.getModuleInfo(id)?.importedIds ?? []) found.add(next);
  return found;
}

function find(modules: Modules, id: string): ModuleInfo {
  const info = modules.getModuleInfo(id);
  if (!info) throw new Error(`"${id}" is not there, or nothing loads it.`);
  return info;
}
