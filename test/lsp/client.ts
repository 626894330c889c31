import { type ChildProcess, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  type CodeAction,
  CodeActionRequest,
  type CodeLens,
  CodeLensRefreshRequest,
  CodeLensRequest,
  type CompletionItem,
  CompletionRequest,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  ExecuteCommandRequest,
  ExitNotification,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  ShowDocumentRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

/** An editor that talks to `assay lsp` as a process of its own. */
export interface Client {
  readonly capabilities: InitializeResult["capabilities"];
  readonly shown: readonly string[];
  open(file: string, text: string): void;
  /** Replaces the whole text; the next lenses and diagnostics are awaited by those who ask. */
  change(file: string, text: string): void;
  save(file: string): void;
  close(file: string): void;
  /** The diagnostics of a file once `isWanted` is true of them. */
  diagnostics(
    file: string,
    isWanted: (all: readonly Diagnostic[]) => boolean,
  ): Promise<readonly Diagnostic[]>;
  lenses(file: string): Promise<readonly CodeLens[]>;
  /** The titles of a file's lenses once nothing of them is late. */
  settledLenses(file: string): Promise<readonly string[]>;
  /** The title of the first lens of a file that says this, once there is one. */
  lensSaying(file: string, said: RegExp): Promise<string>;
  /** What is offered at the head of a file under this title. */
  actionsAt(file: string, title: string): Promise<readonly CodeAction[]>;
  /** Resolves with the next word that lenses have changed. */
  refreshed(): Promise<void>;
  hover(file: string, text: string, marked: string): Promise<string | undefined>;
  complete(file: string, text: string, marked: string): Promise<readonly CompletionItem[]>;
  actions(file: string, diagnostic: Diagnostic): Promise<readonly CodeAction[]>;
  execute(command: string, ...given: readonly string[]): Promise<unknown>;
  stop(): Promise<number | null>;
}

const uriOf = (file: string) => (file.startsWith("untitled:") ? file : pathToFileURL(file).href);

/** Starts `bin/assay.js lsp` with these words. What it writes on standard error is an error. */
export async function startClient(words: readonly string[]): Promise<Client> {
  return startServer(process.execPath, ["bin/assay.js", "lsp", ...words]);
}

/** Starts a language server by any command. */
export async function startServer(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly shell?: boolean } = {},
): Promise<Client> {
  const child = spawn(command, args, { ...options, stdio: ["pipe", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
  const connection: ProtocolConnection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const published = new Map<string, readonly Diagnostic[]>();
  const waiting = new Set<() => void>();
  const refreshes = new Set<() => void>();
  const shown: string[] = [];
  let version = 1;
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
    published.set(uri, diagnostics);
    for (const look of waiting) look();
  });
  connection.onRequest(CodeLensRefreshRequest.type, () => {
    for (const tell of refreshes) tell();
    refreshes.clear();
  });
  connection.onRequest(ShowDocumentRequest.type, ({ uri }) => {
    shown.push(uri);
    return { success: true };
  });
  connection.listen();
  const { capabilities } = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      workspace: { codeLens: { refreshSupport: true } },
      window: { showDocument: { support: true } },
    },
  });
  void connection.sendNotification(InitializedNotification.type, {});

  const refreshed = () => new Promise<void>((resolve) => refreshes.add(resolve));
  const lenses = async (file: string) =>
    (await connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: uriOf(file) } })) ??
    [];

  return {
    capabilities,
    shown,
    refreshed,
    lenses,
    open(file, text) {
      const textDocument = { uri: uriOf(file), languageId: "graphql", version, text };
      void connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    },
    change(file, text) {
      const textDocument = { uri: uriOf(file), version: ++version };
      const contentChanges = [{ text }];
      void connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument,
        contentChanges,
      });
    },
    save(file) {
      const textDocument = { uri: uriOf(file) };
      void connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument });
    },
    close(file) {
      const textDocument = { uri: uriOf(file) };
      void connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument });
    },
    diagnostics(file, isWanted) {
      return new Promise((resolve) => {
        const look = () => {
          const all = published.get(uriOf(file));
          if (!all || !isWanted(all)) return;
          waiting.delete(look);
          resolve(all);
        };
        waiting.add(look);
        look();
      });
    },
    async settledLenses(file) {
      for (;;) {
        const next = refreshed();
        const titles = (await lenses(file)).map(({ command }) => command!.title);
        if (titles.length > 0 && titles.every((title) => !title.endsWith("…"))) return titles;
        await next;
      }
    },
    async lensSaying(file, said) {
      for (;;) {
        const next = refreshed();
        const titles = (await lenses(file)).map(({ command }) => command!.title);
        const found = titles.find((title) => said.test(title));
        if (found !== undefined) return found;
        await next;
      }
    },
    async actionsAt(file, title) {
      const start = { line: 0, character: 0 };
      const found = await connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri: uriOf(file) },
        range: { start, end: start },
        context: { diagnostics: [] },
      });
      return ((found ?? []) as readonly CodeAction[]).filter((one) => one.title === title);
    },
    async hover(file, text, marked) {
      const found: Hover | null = await connection.sendRequest(HoverRequest.type, {
        textDocument: { uri: uriOf(file) },
        position: positionOf(text, marked),
      });
      return found ? (found.contents as { value: string }).value : undefined;
    },
    async complete(file, text, marked) {
      const found = await connection.sendRequest(CompletionRequest.type, {
        textDocument: { uri: uriOf(file) },
        position: positionOf(text, marked),
      });
      return (found ?? []) as readonly CompletionItem[];
    },
    async actions(file, { range }) {
      const found = await connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri: uriOf(file) },
        range,
        context: { diagnostics: [] },
      });
      return (found ?? []) as readonly CodeAction[];
    },
    execute: (command, ...given) =>
      connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: [...given] }),
    async stop() {
      const gone = exitOf(child);
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      const code = await gone;
      connection.dispose();
      if (complaints !== "") throw new Error(complaints);
      return code;
    },
  };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", (code) => resolve(code)));
}

/** Behind the first time that this piece stands in a text. */
function positionOf(text: string, marked: string) {
  const at = text.indexOf(marked) + marked.length;
  const before = text.slice(0, at).split("\n");
  return { line: before.length - 1, character: before.at(-1)!.length };
}
