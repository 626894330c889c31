import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startServer } from "./client.ts";

const folder = "editors/vscode";
const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
  readonly main: string;
  readonly engines: { readonly vscode: string };
  readonly activationEvents: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly languages: readonly { readonly id: string; readonly extensions: readonly string[] }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default: readonly string[] }>>;
    };
  };
};
const { serverOptions } = createRequire(import.meta.url)(
  join(process.cwd(), folder, "server-options.js"),
) as {
  readonly serverOptions: (
    command: readonly string[],
    folder: string | undefined,
    platform: string,
  ) => {
    readonly command: string;
    readonly args: readonly string[];
    readonly options: { readonly cwd?: string; readonly shell: boolean };
  };
};

describe("the client for VS Code", () => {
  test("has a manifest that leads to its code, with exact versions of what it needs", () => {
    expect(existsSync(join(folder, manifest.main))).toBe(true);
    expect(manifest.engines.vscode).toMatch(/^\^\d+\.\d+\.\d+$/);
    expect(manifest.activationEvents).toContain("onLanguage:graphql");
    for (const version of Object.values(manifest.dependencies))
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    const [language] = manifest.contributes.languages;
    expect(language).toMatchObject({ id: "graphql", extensions: [".graphql", ".gql"] });
  });

  test("speaks to the server in its own version of the protocol", () => {
    const root = JSON.parse(readFileSync("package.json", "utf8")) as {
      readonly devDependencies: Readonly<Record<string, string>>;
    };
    expect(manifest.dependencies["vscode-languageclient"]).toBe(
      root.devDependencies["vscode-languageserver"],
    );
  });

  test("starts the server by the words of its setting, in the folder that is open", async () => {
    const words = manifest.contributes.configuration.properties["assay.command"]!.default;
    expect(words).toEqual(["npx", "assay", "lsp"]);
    // npx finds the program by the installed package; here it is the checkout's own.
    const own = [process.execPath, "bin/assay.js", ...words.slice(2), "--sample"];
    const { command, args, options } = serverOptions(own, process.cwd(), process.platform);
    const client = await startServer(command, args, options);
    expect(client.capabilities.codeLensProvider).toBeDefined();
    expect(await client.stop()).toBe(0);
  });

  test("starts scripts through a shell where the system needs one, and refuses no command at all", () => {
    expect(serverOptions(["npx"], undefined, "win32").options.shell).toBe(true);
    expect(serverOptions(["npx"], undefined, "linux").options.shell).toBe(false);
    expect(() => serverOptions([], undefined, "linux")).toThrow("names no program");
  });
});
