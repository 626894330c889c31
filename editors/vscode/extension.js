const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");
const { serverOptions } = require("./server-options.js");

/** @type {LanguageClient | undefined} */
let client;

async function start() {
  const command = workspace.getConfiguration("assay").get("command");
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  client = new LanguageClient("assay", "Assay", serverOptions(command, folder, process.platform), {
    documentSelector: [{ language: "graphql" }],
  });
  await client.start();
}

async function activate(context) {
  context.subscriptions.push(
    workspace.onDidChangeConfiguration(async (event) => {
      if (!event.affectsConfiguration("assay.command")) return;
      await client?.stop();
      await start();
    }),
  );
  await start();
}

async function deactivate() {
  await client?.stop();
}

module.exports = { activate, deactivate };
