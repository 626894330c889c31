import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Features of Chromium that would talk to the world by themselves. */
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts a headless Chromium: the one of CHROME_PATH, an installed one, or the one that comes with the development
 * packages. Undefined on systems that have none of them.
 */
export async function startBrowser(): Promise<Browser | undefined> {
  const installed = [process.env.CHROME_PATH, "/usr/bin/chromium"].find(
    (path) => path !== undefined && existsSync(path),
  );
  if (installed) return chromium.launch({ executablePath: installed, args: QUIET });
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  // Read when the package is loaded: it then unpacks its own libraries and fonts.
  process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs24.x";
  const { default: packed } = await import("@sparticuz/chromium");
  // Its flag for one process ends the browser with its first window.
  const args = packed.args.filter((flag) => flag !== "--single-process");
  return chromium.launch({
    executablePath: await packed.executablePath(),
    args: [...args, ...QUIET],
  });
}
