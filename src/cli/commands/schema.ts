import type { Model } from "../../types.ts";
import { textOption, type Command, type OptionValues } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { schemaFolder } from "../folders.ts";
import { publishedOptions, readPublished, schemaOption } from "../options.ts";

/** Prints the schema that checks are written against. */
export const schemaCommand: Command = {
  name: "schema",
  about: "Print the generated GraphQL schema, for editors and other tools.",
  more: [
    "It is what check files are validated against; with --served what `assay serve` answers, controls and findings included.",
    "Generate clients from --served --spelling nested.",
  ],
  options: [
    schemaOption,
    { flags: "--served", about: "Print what `assay serve` answers." },
    ...publishedOptions,
    { flags: "--cases", about: "Print what case files are validated against." },
    {
      flags: "--readings",
      about: "Print how each field is read and what its absence means, as Markdown, instead.",
    },
    { flags: "--out <file>", about: "Write it to a file instead; its folder is made." },
  ],
  async run({ options, io }) {
    const { loadModel } = await import("../../model/load.ts");
    const model = loadModel(schemaFolder(options, io));
    const text = await render(model, options);
    const file = textOption(options, "out");
    if (file === undefined) {
      io.stdout.write(text);
      return exitCodes.passed;
    }
    const { dirname } = await import("node:path");
    const { makeFolder } = await import("../../files/make-folder.ts");
    const { writeFileWhole } = await import("../../files/write-file.ts");
    makeFolder(dirname(file));
    await writeFileWhole(file, [text]);
    io.stderr.write(`Wrote "${file}".\n`);
    return exitCodes.passed;
  },
};

async function render(model: Model, options: OptionValues): Promise<string> {
  if (options.readings === true) {
    const { renderReadings } = await import("../../model/readings.ts");
    return renderReadings(model);
  }
  if (options.cases === true) {
    const { renderCaseSdl } = await import("../../cases/case-sdl.ts");
    return `# What case files are validated against.\n\n${renderCaseSdl(model)}`;
  }
  const published = readPublished(options);
  if (options.served === true) {
    const { renderServedSdl } = await import("../../graphql/described.ts");
    return `# What "assay serve" answers.\n\n${renderServedSdl(model, published)}`;
  }
  const { renderPublishedSdl } = await import("../../dialect/sdl.ts");
  const others = '"assay schema --served" prints what "assay serve" answers besides.';
  return `# What check files are validated against. ${others}\n\n${renderPublishedSdl(model, published)}`;
}
