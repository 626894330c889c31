import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  CodeActionKind,
  CodeLensRefreshRequest,
  CompletionItemKind,
  createConnection,
  DiagnosticSeverity,
  type InitializeParams,
  MarkupKind,
  ShowDocumentRequest,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Problem } from "./analysis.ts";
import { fixesOf } from "./actions.ts";
import { propose, type Proposal } from "./complete.ts";
import { readCursor } from "./cursor.ts";
import { describeAt } from "./hover.ts";
import { renderLens } from "./lens-text.ts";
import { meaningOf } from "./meaning.ts";
import { spanOf, spotAt } from "./ranges.ts";
import { createSession, type World } from "./session.ts";

/** Runs the command behind "explain"; its one argument is the address of a check's document. */
const explainCommand = "assay.explain";

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

const kinds = {
  key: CompletionItemKind.Field,
  operator: CompletionItemKind.Operator,
  value: CompletionItemKind.Value,
} as const satisfies Record<Proposal["kind"], CompletionItemKind>;

/** Speaks the Language Server Protocol over two streams until the client says that it goes, or the input ends. */
export async function serveEditor(world: World, input: Readable, output: Writable): Promise<void> {
  const ended = Promise.withResolvers<void>();
  // Before the connection, which ends the process in the same turn.
  for (const event of ["end", "close"]) input.once(event, leave);
  const connection = createConnection(input, output);
  const documents = new TextDocuments(TextDocument);
  const texts = new Map<string, string>();
  const { pathOf, uriOf } = createNames();
  let folder: string | undefined;
  const can = { refresh: false, show: false };
  const session = createSession(world, texts, {
    publish(file, problems) {
      void connection.sendDiagnostics({
        uri: uriOf(file),
        diagnostics: problems.map(diagnosticOf),
      });
    },
    refresh() {
      if (can.refresh) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    },
    complain: (message) => connection.console.error(message),
  });

  connection.onInitialize(({ capabilities }: InitializeParams) => {
    can.refresh = capabilities.workspace?.codeLens?.refreshSupport === true;
    can.show = capabilities.window?.showDocument?.support === true;
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeLensProvider: {},
        hoverProvider: true,
        completionProvider: { triggerCharacters: ["{", '"', ":", " ", ",", "["] },
        codeActionProvider: {
          codeActionKinds: [
            CodeActionKind.QuickFix,
            CodeActionKind.Refactor,
            CodeActionKind.Source,
          ],
        },
        executeCommandProvider: { commands: [explainCommand] },
      },
      serverInfo: { name: "assay", version: world.version },
    };
  });

  documents.onDidChangeContent(({ document }) => {
    const path = pathOf(document.uri);
    texts.set(path, document.getText());
    session.changed(path);
  });
  documents.onDidSave(({ document }) => {
    session.saved(pathOf(document.uri));
  });
  documents.onDidClose(({ document }) => {
    const path = pathOf(document.uri);
    texts.delete(path);
    session.closed(path);
  });

  connection.onCodeLens(async ({ textDocument }) => {
    const path = pathOf(textDocument.uri);
    const { lenses, isLate } = await session.lensesOf(path);
    return lenses.map((lens) => {
      const { start } = spanOf(lens.place);
      const title = renderLens(lens, isLate);
      const explain = { title, command: explainCommand, arguments: [textDocument.uri] };
      return { range: { start, end: start }, command: explain };
    });
  });

  function meaningAt(offset: number, text: string) {
    const cursor = readCursor(text, offset);
    const { rootFields } = session.reader;
    const meaning = meaningOf({ model: world.model, rootFields }, cursor);
    return meaning && { cursor, meaning };
  }

  connection.onHover(async ({ textDocument: { uri }, position }) => {
    const document = documents.get(uri);
    if (!document) return null;
    // The word under the pointer is read to its end.
    const at = wordEnd(document.getText(), document.offsetAt(position));
    const found = meaningAt(at, document.getText());
    if (!found) return null;
    const seen = await session.seen();
    const value = await describeAt(found.meaning, {
      model: world.model,
      ...(seen ? { values: seen.values } : {}),
      readers: session.readers,
    });
    return value === undefined ? null : { contents: { kind: MarkupKind.Markdown, value } };
  });

  connection.onCompletion(async ({ textDocument: { uri }, position }) => {
    const document = documents.get(uri);
    if (!document) return [];
    const text = document.getText();
    const found = meaningAt(document.offsetAt(position), text);
    if (!found) return [];
    const { token } = found.cursor;
    const range = { start: spotAt(text, token.start), end: spotAt(text, token.end) };
    const proposals = await propose(found.meaning, (await session.seen())?.values);
    return proposals.map(({ label, kind, detail, documentation, order }) => ({
      ...{ label, detail, kind: kinds[kind], sortText: order, filterText: label },
      ...(documentation === undefined ? {} : { documentation }),
      textEdit: { range, newText: kind === "value" ? label : `${label}: ` },
    }));
  });

  const textOf = (path: string) => session.reader.readText(path, []);
  connection.onCodeAction(async ({ textDocument: { uri }, range }) => {
    const path = pathOf(uri);
    const near = session.problemsOf(path).filter(({ place }) => overlaps(spanOf(place), range));
    const fixes = near.flatMap((problem) =>
      fixesOf(problem).map((fix) => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnosticOf(problem)],
        isPreferred: fix.isSafe,
        edit: { changes: changesOf(fix.edits, textOf, uriOf) },
      })),
    );
    const rows = (await session.offeredRows(path)).map(({ title, edits }) => ({
      ...{ title, kind: CodeActionKind.Refactor },
      edit: { changes: changesOf(edits, textOf, uriOf) },
    }));
    if (session.reader.kindOf(path) !== "check") return [...fixes, ...rows];
    const title = "Explain what this check finds";
    const command = { title, command: explainCommand, arguments: [uri] };
    return [...fixes, ...rows, { title, kind: CodeActionKind.Source, command }];
  });

  connection.onExecuteCommand(async ({ command, arguments: given = [] }) => {
    const path = typeof given[0] === "string" ? pathOf(given[0]) : undefined;
    if (command !== explainCommand || path === undefined) return null;
    const text = await session.explain(path);
    if (can.show) {
      folder ??= mkdtempSync(join(tmpdir(), "assay-lsp-"));
      const file = join(folder, "explained.txt");
      writeFileSync(file, text);
      await connection.sendRequest(ShowDocumentRequest.type, { uri: uriOf(file), takeFocus: true });
    }
    return text;
  });

  function leave(): void {
    session.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    ended.resolve();
  }

  connection.onExit(leave);
  documents.listen(connection);
  connection.listen();
  await ended.promise;
}

function diagnosticOf(problem: Problem) {
  const { code, message, gravity, place } = problem;
  return { range: spanOf(place), severity: severities[gravity], code, source: "assay", message };
}

function changesOf(
  edits: ReturnType<typeof fixesOf>[number]["edits"],
  textOf: (path: string) => string | undefined,
  uriOf: (path: string) => string,
) {
  const changes: Record<string, { range: ReturnType<typeof spanOf>; newText: string }[]> = {};
  for (const { file, start, end, text } of edits) {
    const source = textOf(file);
    if (source === undefined) continue;
    const range = { start: spotAt(source, start), end: spotAt(source, end) };
    const uri = uriOf(file);
    changes[uri] = [...(changes[uri] ?? []), { range, newText: text }];
  }
  return changes;
}

function overlaps(a: ReturnType<typeof spanOf>, b: ReturnType<typeof spanOf>): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(
  a: { readonly line: number; readonly character: number },
  b: { readonly line: number; readonly character: number },
): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

function wordEnd(text: string, offset: number): number {
  const rest = /^\w*/.exec(text.slice(offset))?.[0].length ?? 0;
  return offset + rest;
}

/** Paths of what editors name by addresses. What was never saved has one of its own, in the folder where the server was started. */
function createNames() {
  const addresses = new Map<string, string>();
  return {
    pathOf(uri: string): string {
      const path = uri.startsWith("file:")
        ? fileURLToPath(uri)
        : resolve(`${uri.replaceAll(/[^\w.-]+/g, "-").replace(/\.(graphql|gql)$/, "")}.graphql`);
      addresses.set(path, uri);
      return path;
    },
    uriOf: (path: string): string => addresses.get(path) ?? pathToFileURL(path).href,
  };
}
