import { textOption, type Command } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { schemaFolder } from "../folders.ts";
import { schemaOption } from "../options.ts";

/** Prints the schema that checks are written against. */
export const schemaCommand: Command = {
  name: "schema",
  about: "Print the generated GraphQL schema, for editors and other tools.",
  options: [
    schemaOption,
    { flags: "--out <file>", about: "Write it to a file instead; its folder is made." },
  ],
  async run({ options, io }) {
    const { loadModel } = await import("../../model/load.ts");
    const { renderSdl } = await import("../../dialect/sdl.ts");
    const sdl = renderSdl(loadModel(schemaFolder(options, io)));
    const file = textOption(options, "out");
    if (file === undefined) {
      io.stdout.write(sdl);
      return exitCodes.passed;
    }
    const { dirname } = await import("node:path");
    const { makeFolder } = await import("../../collect/make-folder.ts");
    const { writeFileWhole } = await import("../write-file.ts");
    makeFolder(dirname(file));
    await writeFileWhole(file, [sdl]);
    io.stderr.write(`Wrote the schema to "${file}".\n`);
    return exitCodes.passed;
  },
};
