import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the package says of itself. `home` is the folder that its `package.json` stands in. */
export function readPackage(home: string): {
  readonly version: string;
  readonly description: string;
} {
  return JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
}
