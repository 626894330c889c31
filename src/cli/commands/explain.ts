import { InputError } from "../../errors.ts";
import type { AssetStatus } from "../../explanation.ts";
import { writtenId } from "../../model/spellings.ts";
import { type Command, textOption } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { writeAll } from "../io.ts";
import { checksOptions, estateOptions, schemaOption } from "../options.ts";
import { terminalStyleOf } from "../terminal-style.ts";

/** Says of one asset why a check fails, passes or cannot tell. */
export const explainCommand: Command = {
  name: "explain",
  arguments: "<check> <asset>",
  about: "Say why one asset fails a check, passes it or is undecided.",
  more: [
    "The asset is named by its id, a GUID or another end of it, its name, or its address in a portal.",
    "Every condition is shown with its truth: ✓ true, ✗ false, ~ neither, since null was compared, ? not read. What decided is bright.",
  ],
  options: [
    ...estateOptions,
    {
      flags: "--output <report>",
      about: "What to print; docs/explain.schema.json describes the JSON.",
      choices: ["text", "json"],
      fallback: "text",
    },
    {
      flags: "--exit-status",
      about:
        "Exit as a run does: 1 where the asset fails, 2 where it is undecided or not examined.",
    },
    ...checksOptions,
    schemaOption,
  ],
  async run(call) {
    const { names, options, io } = call;
    const [check, written] = names as [string, string];
    const { loadEstate } = await import("../estate.ts");
    const { loadSuite } = await import("../suite.ts");
    const estate = await loadEstate(call);
    const [only, ...others] = await loadSuite({ ...call, names: [check] }, estate);
    if (others.length > 0)
      throw new InputError(
        "wrong-value",
        `"${check}" names ${others.length + 1} checks. Name one of them.`,
      );
    const inventory = await estate.open();
    const { findAssetRow, typesAsked } = await import("../find-asset.ts");
    const asked = typesAsked(inventory, only!);
    const { rows } = await findAssetRow(inventory, asked, writtenId(written));
    const { explainAsset } = await import("../../explain/explain-asset.ts");
    const suite = await loadSuite({ ...call, names: [] }, estate);
    const explanation = await explainAsset(inventory, only!, rows, suite);
    const { renderExplanation } = await import("../../report/reporters.ts");
    const style = textOption(options, "output") === "json" ? undefined : terminalStyleOf(io);
    await writeAll(io.stdout, await renderExplanation(explanation, style));
    return options.exitStatus === true ? statusCodes[explanation.status] : exitCodes.passed;
  },
};

const statusCodes: Readonly<Record<AssetStatus, ExitCode>> = {
  fail: exitCodes.failed,
  undecided: exitCodes.undecided,
  pass: exitCodes.passed,
  notExamined: exitCodes.undecided,
};
