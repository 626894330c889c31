/** `npm run kernels`: compiles the sources beside this file and writes each module where it is used. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

/** The sources by name: where the module of each goes, what it is called there, and the memory that it works on. */
const sources = {
  kernels: {
    target: "src/engine/kernels/module.ts",
    constant: "kernelsModule",
    memory: [
      ...["--enable", "threads", "--sharedMemory"],
      ...["--initialMemory", "16", "--maximumMemory", "65536"],
    ],
  },
  checksum: {
    target: "src/snapshot/checksum-module.ts",
    constant: "checksumModule",
    memory: ["--initialMemory", "5"],
  },
} as const;

type Source = keyof typeof sources;

const options = ["--runtime", "stub", "--noAssert", "-O3", "--enable", "simd", "--importMemory"];

/** The module that a source comes to. Throws with the compiler's own words where it does not compile. */
export async function compileKernels(source: Source = "kernels"): Promise<Uint8Array> {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const files = [`${source}.ts`, "--baseDir", folder, "--outFile", "out.wasm"];
  let compiled: Uint8Array | undefined;
  const { error, stderr } = await asc.main([...files, ...options, ...sources[source].memory], {
    writeFile: (name, contents) => {
      if (name === "out.wasm") compiled = contents as Uint8Array;
    },
  });
  if (error || !compiled)
    throw new Error(`${folder}${source}.ts does not compile:\n${stderr.toString()}`);
  return compiled;
}

/** The text of the file that a source's module goes to. */
export function renderModule(module: Uint8Array, source: Source = "kernels"): string {
  const text = Buffer.from(module).toString("base64");
  return `/** The module that \`npm run kernels\` made of \`assembly/${source}.ts\`, in base64. Not written by hand. */
export const ${sources[source].constant} =
  "${text}";
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const source of Object.keys(sources) as Source[]) {
    const target = new URL(`../${sources[source].target}`, import.meta.url);
    writeFileSync(target, renderModule(await compileKernels(source), source));
  }
