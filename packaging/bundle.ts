import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CodeSplittingGroup, type OutputChunk, rolldown } from "rolldown";
import { lateModules } from "./late-modules.ts";

/** One folder of bundled code. */
export interface Bundle {
  /** Files of the sources, by the names of what is made of them. */
  readonly entries: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly groups: CodeSplittingGroup[];
  /** Packages that stay imports. */
  readonly external: readonly RegExp[];
}

/** Bundles and writes one folder, and gives the files of all modules that went into it. */
export async function writeBundle(bundle: Bundle): Promise<readonly string[]> {
  const { entries, folder, groups, external } = bundle;
  const build = await rolldown({
    input: entries,
    external: [...external],
    platform: "node",
    plugins: [lateModules()],
    // One graphql: what imports it and what requires it would each bring another build of it.
    resolve: { conditionNames: ["module", "import", "node", "default"] },
  });
  const { output } = await build.generate({
    format: "esm",
    sourcemap: true,
    comments: { legal: false, annotation: false, jsdoc: false },
    // Names stay, for the stacks that people report.
    minify: { compress: true, mangle: false, codegen: true },
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
    codeSplitting: { groups },
  });
  await build.close();
  mkdirSync(folder, { recursive: true });
  const chunks = output.filter((one) => one.type === "chunk");
  for (const chunk of chunks) writeChunk(folder, chunk);
  return chunks.flatMap(({ moduleIds }) => moduleIds);
}

/** Code of packages alone has no map: their own releases are where to look, and maps of them would be most of the package. */
function writeChunk(folder: string, { fileName, code, map }: OutputChunk): void {
  const isOurs = (source: string) => !source.includes("node_modules");
  const hasMap = map?.sources.some(isOurs) ?? false;
  const text = hasMap ? code : code.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
  writeFileSync(join(folder, fileName), text);
  if (!map || !hasMap) return;
  const sourcesContent = map.sources.map((source, i) =>
    isOurs(source) ? map.sourcesContent?.[i] : null,
  );
  writeFileSync(join(folder, `${fileName}.map`), JSON.stringify({ ...map, sourcesContent }));
}
