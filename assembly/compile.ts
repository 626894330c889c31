/** `npm run kernels`: compiles `kernels.ts` beside this file and writes the module into the engine's folder. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const options = [
  ...["--runtime", "stub", "--noAssert", "-O3", "--enable", "simd", "--enable", "threads"],
  ...["--importMemory", "--sharedMemory", "--initialMemory", "16", "--maximumMemory", "65536"],
];

/** The module that the source comes to. Throws with the compiler's own words where it does not compile. */
export async function compileKernels(): Promise<Uint8Array> {
  const source = fileURLToPath(new URL("kernels.ts", import.meta.url));
  let compiled: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [
      "kernels.ts",
      "--baseDir",
      fileURLToPath(new URL(".", import.meta.url)),
      "--outFile",
      "out.wasm",
      ...options,
    ],
    {
      writeFile: (name, contents) => {
        if (name === "out.wasm") compiled = contents as Uint8Array;
      },
    },
  );
  if (error || !compiled) throw new Error(`${source} does not compile:\n${stderr.toString()}`);
  return compiled;
}

/** The text of `src/engine/kernels/module.ts`. */
export function renderModule(module: Uint8Array): string {
  const text = Buffer.from(module).toString("base64");
  return `/** The module that \`npm run kernels\` made of \`assembly/kernels.ts\`, in base64. Not written by hand. */
export const kernelsModule =
  "${text}";
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = new URL("../src/engine/kernels/module.ts", import.meta.url);
  writeFileSync(target, renderModule(await compileKernels()));
}
