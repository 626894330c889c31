import type { Imported } from "../../collect/import-folder.ts";
import { InputError } from "../../errors.ts";
import { textOption, type Command } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { schemaFolder } from "../folders.ts";
import { asOfOption } from "../as-of.ts";
import { schemaOption, storeOption } from "../options.ts";
import { makeVisible } from "../../visible.ts";
import { countOf } from "../../report/words.ts";

/** Turns a folder of raw answers into a snapshot. */
export const importCommand: Command = {
  name: "import",
  arguments: "<folder>",
  about: "Turn a folder of raw answers of a cloud's APIs into a snapshot.",
  more: [
    "docs/collecting.md has the format of the folder.",
    "Ends with 2 where its list of subscriptions is not whole, with 3 where none was read.",
  ],
  options: [
    schemaOption,
    storeOption,
    asOfOption,
    { flags: "--out <file>", about: "Write the snapshot to this file instead of the store." },
  ],
  async run(call) {
    const { names, options, io } = call;
    const { loadModel } = await import("../../model/load.ts");
    const { importAnswers } = await import("../estate.ts");
    const model = loadModel(schemaFolder(options, io));
    const imported = await importAnswers(names[0]!, model, call);
    const { unlisted, connectors } = imported.collected;
    if (connectors === 0 && unlisted.length > 0)
      throw new InputError("nothing-imported", `Nothing was imported. ${unlisted.join(" ")}`);
    const out = textOption(options, "out");
    if (out === undefined) {
      const { madeStoreOf } = await import("../store.ts");
      const { id, path } = madeStoreOf(call).save(imported.tables);
      io.stdout.write(`${describeImport(imported)} Snapshot ${id} is in "${path}".\n`);
    } else {
      const { writeSnapshot } = await import("../../snapshot/file.ts");
      const { explainWrite } = await import("../../files/write-file.ts");
      try {
        writeSnapshot(out, imported.tables);
      } catch (error) {
        throw explainWrite(out, error);
      }
      io.stdout.write(`${describeImport(imported)} The snapshot is "${out}".\n`);
    }
    for (const file of imported.unread)
      io.stderr.write(`Nothing asked for "${makeVisible(file)}".\n`);
    for (const [type, { rows, file }] of imported.unreadRows)
      io.stderr.write(
        `Nothing asked for ${countOf(rows, "row")} of "${makeVisible(type)}", the first in "${makeVisible(file)}".\n`,
      );
    for (const cause of unlisted) io.stderr.write(`${makeVisible(cause)}\n`);
    return connectors === 0 || unlisted.length > 0 ? exitCodes.undecided : exitCodes.passed;
  },
};

function describeImport({ collected }: Imported): string {
  const { connectors, assets, collections, incomplete } = collected;
  const estate = `${countOf(connectors, "connector")} and ${countOf(assets, "asset")}`;
  const gaps = incomplete > 0 ? `, of which ${incomplete} are not complete` : "";
  return `Read ${estate} in ${countOf(collections, "collection")}${gaps}.`;
}
