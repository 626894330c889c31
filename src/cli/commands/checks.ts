import { InputError, type Mistake } from "../../errors.ts";
import { hasWords } from "../../check/document/files.ts";
import type { FillIn } from "../../report/reporters.ts";
import type { Check } from "../../types.ts";
import { type Call, textOption, type Command } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { checksFolders, ownFolder, schemaFolder } from "../folders.ts";
import { writeAll } from "../io.ts";
import { terminalStyleOf } from "../terminal-style.ts";
import { checksOptions, choiceOptions, estateOptions, schemaOption } from "../options.ts";
import { tellNotes } from "../tell-notes.ts";
import { writtenId } from "../../model/spellings.ts";

/** Lists checks, shows one with its guidance, or says what is wrong with them. */
export const checksCommand: Command = {
  name: "checks",
  arguments: "[checks...]",
  about: "List checks; show one with its guidance; validate check files.",
  more: [
    "One id shows that check with all of its guidance; --for fills an asset into its commands. Every call validates the files it reads.",
    "With --validate all that is legal and seldom meant is said too; with --strict it is a mistake. Values are held against the newest snapshot, if there is one.",
  ],
  options: [
    ...estateOptions,
    ...checksOptions,
    schemaOption,
    ...choiceOptions,
    {
      flags: "--search <words>",
      about: "Only checks that have these words in id, title, overview, tags or controls.",
    },
    {
      flags: "--for <asset>",
      about:
        "Fill this asset into the commands of the one check that is shown: an id, a name, a GUID or an end of an id.",
    },
    {
      flags: "--output <report>",
      about: "What to print; docs/checks.schema.json describes the JSON.",
      choices: ["text", "json"],
      fallback: "text",
    },
    { flags: "--validate", about: "Only say what is wrong with the files, or dubious in them." },
    {
      flags: "--plain <folder>",
      about: "Write them into this folder as documents that older GraphQL tools read.",
    },
    { flags: "--strict", about: "With --validate: what is dubious is a mistake." },
    {
      flags: "--fix",
      about: "With --validate: write what can be mended without changing what is meant.",
    },
    { flags: "--dry-run", about: "With --fix: print the patch instead." },
  ],
  async run(call) {
    const { names, options, io } = call;
    const { loadModel } = await import("../../model/load.ts");
    const { loadSuite } = await import("../suite.ts");
    for (const name of ["strict", "fix", "dryRun"] as const)
      if (options[name] === true && options.validate !== true) throw strayOption(name);
    const words = textOption(options, "search");
    if (options.validate === true)
      return (await import("../validate.ts")).validate(call, (all) => searchChecks(all, words));
    const warnings: Mistake[] = [];
    const model = loadModel(schemaFolder(options, io));
    const loaded = await loadSuite(call, { model }, (warning) => warnings.push(warning));
    const checks = searchChecks(loaded, words);
    tellNotes(io, warnings);
    const folder = textOption(options, "plain");
    if (folder !== undefined) return writePlain(checks, folder, call);
    const { renderCheck, renderChecks, renderChecksJson } =
      await import("../../report/reporters.ts");
    if (textOption(options, "output") === "json") {
      if (options.for !== undefined)
        throw new InputError(
          "exclude-each-other",
          '"--for" fills in the text that is shown. Leave it out, or "--output json".',
        );
      await writeAll(io.stdout, await renderChecksJson(checks));
      return exitCodes.passed;
    }
    const only = names.length === 1 && checks.length === 1 ? checks[0] : undefined;
    const asset = await readAsset(call, only);
    const style = terminalStyleOf(io);
    const text = await (only ? renderCheck(only, style, asset) : renderChecks(checks, style));
    await writeAll(io.stdout, [text]);
    return exitCodes.passed;
  },
};

function strayOption(name: string): InputError {
  const written = name === "dryRun" ? "--dry-run" : `--${name}`;
  return new InputError("needs-other", `"${written}" belongs to "--validate".`);
}

/** The checks that have all of these words in what they are called and speak of. */
function searchChecks(checks: readonly Check[], words: string | undefined): readonly Check[] {
  if (words === undefined) return checks;
  const found = checks.filter(({ id, formerly, title, overview, frameworks, tags }) =>
    hasWords([id, ...formerly, title, overview, ...frameworks, ...tags].join("\n"), words),
  );
  if (found.length > 0) return found;
  throw new InputError(
    "none-chosen",
    `No check has "${words}" in its id, title, overview, tags or controls.`,
  );
}

/** Each check under its id, with its fragments and a name, and without descriptions of operations. */
async function writePlain(
  checks: readonly Check[],
  folder: string,
  { io, options, names }: Call,
): Promise<ExitCode> {
  const { dirname, join, sep } = await import("node:path");
  const { loadFragments } = await import("../../check/document/fragments.ts");
  const { renderPlainDocuments } = await import("../../check/document/plain.ts");
  const { makeFolder } = await import("../../files/make-folder.ts");
  const { writeFileWhole } = await import("../../files/write-file.ts");
  const folders = [...checksFolders(options, io), ownFolder(io, "checks")];
  // Each folder's own fragments come first for its checks, as when they are judged.
  const fragmentsUnder = new Map(
    [...names, ...folders].map((root) => [root, loadFragments([root, ...folders]).fragments]),
  );
  const fragmentsOf = ({ place: { file } }: Check) => {
    const root = [...fragmentsUnder.keys()].find((one) => file.startsWith(one + sep));
    return fragmentsUnder.get(root ?? folders[0]!)!;
  };
  for (const [i, text] of renderPlainDocuments(checks, fragmentsOf).entries()) {
    const file = join(folder, `${checks[i]!.id}.graphql`);
    makeFolder(dirname(file));
    await writeFileWhole(file, [text]);
  }
  io.stderr.write(`Wrote ${checks.length} documents to "${folder}".\n`);
  return exitCodes.passed;
}

/** The asset of `--for`. An Azure id says its name and its subscription; anything else is looked up, as it is where an estate is named. */
async function readAsset(
  call: Call,
  only: Check | undefined,
): Promise<string | FillIn | undefined> {
  const { options } = call;
  const id = textOption(options, "for");
  if (id === undefined) return undefined;
  if (!only) throw new InputError("needs-other", '"--for" fills in one check. Name its id.');
  const written = writtenId(id);
  const isWhole = /^\/[^\s/]+(\/[^/\p{Cc}]+)+$/u.test(written);
  if (isWhole && options.sample !== true && options.snapshot === undefined) return written;
  const { loadEstate } = await import("../estate.ts");
  const { findAsset } = await import("../find-asset.ts");
  const inventory = await (await loadEstate(call)).open();
  return findAsset(inventory, only, written);
}
