import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { fileURLToPath } from "node:url";

const server = fileURLToPath(new URL("server", import.meta.url));
const jars = `${process.env.XDG_CACHE_HOME ?? `${homedir()}/.cache`}/assay-differential/jars`;

/** A Neo4j in a process of its own, empty, on a free port of this machine. */
export interface Database {
  readonly url: string;
  close(): void;
}

/** Brings the jars with Maven on first use, starts the server with Java and waits until it is ready. */
export async function startDatabase(): Promise<Database> {
  bringJars();
  const folder = mkdtempSync(`${tmpdir()}/assay-differential-`);
  const opened = ["java.nio", "java.io", "sun.nio.ch", "java.util.concurrent"].map(
    (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
  );
  const settings = ["-Duser.timezone=UTC", "-Dfile.encoding=UTF-8", "-Xmx2g", "-Xss2m"];
  const java = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : "java";
  const args = [...opened, ...settings, "-cp", `${jars}/*`, `${server}/Server.java`, folder];
  const child = spawn(java, args, { stdio: ["pipe", "pipe", "pipe"] });
  const close = () => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { url: await readUrl(child), close };
  } catch (error) {
    close();
    throw error;
  }
}

function bringJars(): void {
  if (existsSync(`${jars}/complete`)) return;
  const goal = ["dependency:copy-dependencies", "-DincludeScope=runtime"];
  const args = ["-q", "-B", "-f", `${server}/pom.xml`, ...goal, `-DoutputDirectory=${jars}`];
  // Maven Central refuses bursts; what came is kept, so that another try goes on.
  for (let left = 4; ; left--)
    try {
      execFileSync("mvn", args, { stdio: "pipe" });
      break;
    } catch (error) {
      if (left === 0) throw error;
    }
  mkdirSync(`${jars}/complete`);
}

function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (piece: Buffer) => {
      said += piece.toString();
      const url = /^ready (\S+?)\/?$/m.exec(said)?.[1];
      if (url) resolve(url);
    };
    child.stdout!.on("data", hear);
    child.stderr!.on("data", hear);
    child.on("error", reject);
    child.on("exit", () =>
      reject(new Error(`Neo4j ended before it was ready:\n${said.slice(-2000)}`)),
    );
  });
}
