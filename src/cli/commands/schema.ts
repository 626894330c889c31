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
    {
      flags: "--readings",
      about: "Print how each field is read and what its absence means, as Markdown, instead.",
    },
    { flags: "--out <file>", about: "Write it to a file instead; its folder is made." },
  ],
  async run({ options, io }) {
    const { loadModel } = await import("../../model/load.ts");
    const { renderSdl } = await import("../../dialect/sdl.ts");
    const { renderReadings } = await import("../../model/readings.ts");
    const render = options.readings === true ? renderReadings : renderSdl;
    const text = render(loadModel(schemaFolder(options, io)));
    const file = textOption(options, "out");
    if (file === undefined) {
      io.stdout.write(text);
      return exitCodes.passed;
    }
    const { dirname } = await import("node:path");
    const { makeFolder } = await import("../../collect/make-folder.ts");
    const { writeFileWhole } = await import("../write-file.ts");
    makeFolder(dirname(file));
    await writeFileWhole(file, [text]);
    io.stderr.write(`Wrote "${file}".\n`);
    return exitCodes.passed;
  },
};
