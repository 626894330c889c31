import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";

/** A recipe of `docs/clients.md`: its block of code, in a file, and how it is run. */
export interface Recipe {
  readonly name: string;
  /** What stands behind the three backticks. */
  readonly block: string;
  readonly file: string;
  /** Further files that it needs. */
  readonly beside?: Readonly<Record<string, string>>;
  /** Commands in turn; the last one's output is looked at. */
  readonly commands: readonly string[];
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>assay</groupId><artifactId>accounts</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>2.19.2</version>
  </dependency></dependencies>
</project>
`;

/** Those that need nothing but what the project has. */
export const ownRecipes: readonly Recipe[] = [
  { name: "HTTP", block: "sh", file: "accounts.sh", commands: ["bash accounts.sh"] },
  { name: "urql", block: "ts", file: "accounts.ts", commands: ['"$NODE" accounts.ts'] },
];

/** Those that fetch what they need. */
export const furtherRecipes: readonly Recipe[] = [
  {
    name: "Apollo Client",
    block: "ts apollo",
    file: "accounts.ts",
    beside: { "package.json": '{ "type": "module" }' },
    commands: [
      "npm install --silent --no-audit --no-fund @apollo/client@4.3.8 graphql@17.1.0 rxjs@7.8.2",
      '"$NODE" accounts.ts',
    ],
  },
  {
    name: "Python",
    block: "python",
    file: "accounts.py",
    commands: [
      "python3 -m venv own && own/bin/pip install --quiet 'gql[requests]==4.0.0'",
      "own/bin/python accounts.py",
    ],
  },
  {
    name: "Go",
    block: "go",
    file: "main.go",
    commands: ["go mod init accounts 2>&1", "go run ."],
  },
  {
    name: "Java",
    block: "java",
    file: "Accounts.java",
    beside: { "pom.xml": POM },
    commands: [
      "mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib",
      "java -cp 'lib/*' Accounts.java",
    ],
  },
];

/** Runs a recipe as it stands in the docs, in a folder of its own below the project; gives what its last command wrote. */
export async function runRecipe(
  { block, file, beside = {}, commands }: Recipe,
  url: string,
  token?: string,
): Promise<string> {
  const docs = readFileSync("docs/clients.md", "utf8");
  const code = docs.split(`\n\`\`\`${block}\n`)[1]?.split("\n```\n")[0];
  if (code === undefined) throw new Error(`docs/clients.md has no block of "${block}".`);
  mkdirSync(".assay", { recursive: true });
  const folder = resolve(mkdtempSync(join(".assay", "recipe-")));
  try {
    for (const [name, content] of Object.entries({ ...beside, [file]: `${code}\n` }))
      writeFileSync(join(folder, name), content);
    let output = "";
    for (const command of commands)
      output = await run(command, folder, {
        ASSAY_URL: url,
        NODE: process.execPath,
        ...(token === undefined ? {} : { ASSAY_TOKEN: token }),
      });
    return output;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  command: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const child = spawn("bash", ["-c", command], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((done) => child.once("close", done));
  const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await ended;
  if (code === 0) return output;
  throw new Error(`"${command}" ended with ${code}: ${complaints}${output}`);
}
