import { resolve } from "node:path";
import type { World } from "../../lsp/session.ts";
import type { Inventory } from "../../types.ts";
import { type Call, type Command, textOption } from "../command.ts";
import type { Estate } from "../estate.ts";
import { exitCodes } from "../exit-code.ts";
import { checksFolders, ownFolder } from "../folders.ts";
import { checksOptions, estateOptions, schemaOption } from "../options.ts";

/** Helps an editor while checks are written. */
export const lspCommand: Command = {
  name: "lsp",
  about: "Help an editor while checks are written: a language server on standard input and output.",
  more: [
    "It says what is wrong as one types, what a check comes to over the newest snapshot and over its cases, and what the snapshot has. It stands beside a GraphQL extension.",
    "docs/authoring.md says how an editor is told to start it; editors/vscode is a client for VS Code.",
  ],
  options: [
    ...estateOptions,
    ...checksOptions,
    schemaOption,
    { flags: "--stdio", about: "Talk over standard input and output, as it does anyhow." },
  ],
  async run(call) {
    const { io } = call;
    const { loadEstate } = await import("../estate.ts");
    const { readPackage } = await import("../../library/package.ts");
    const { readTypesOf } = await import("../../library/read-types.ts");
    const { serveEditor } = await import("../../lsp/server.ts");
    const { kept: _, ...estate } = await loadEstate(call);
    const folders = [...checksFolders(call.options, io), ownFolder(io, "checks")];
    const world: World = {
      version: readPackage(io.home).version,
      model: estate.model,
      roots: [...new Set(folders.map((folder) => resolve(folder)))],
      isRead: readTypesOf(estate.model),
      openNewest: openerOf(call, estate),
      explain: async (check, inventory, suite) =>
        (await import("../explain-check.ts")).explainCheck(check, inventory, suite),
    };
    const { input, output } = io.talk();
    await serveEditor(world, input, output);
    return exitCodes.passed;
  },
};

/** Opens the snapshot that is named, once; else the newest, and another once there is a newer one. */
function openerOf(call: Call, estate: Pick<Estate, "open">): () => Promise<Inventory | undefined> {
  const { options } = call;
  const isNamed = options.sample === true || textOption(options, "snapshot") !== undefined;
  let opened:
    | { readonly id: string | undefined; readonly inventory: Promise<Inventory | undefined> }
    | undefined;
  return async () => {
    const { openIfAny } = await import("../estate-if-any.ts");
    const { storeOf } = await import("../store.ts");
    const id = isNamed ? undefined : storeOf(call).list()[0]?.id;
    // What is still asked of the one before goes on: it is closed with the process.
    if (!opened || opened.id !== id)
      opened = { id, inventory: openIfAny(call, estate, () => undefined) };
    return opened.inventory;
  };
}
