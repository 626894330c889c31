import { globSync, readFileSync } from "node:fs";
import { parseSync } from "rolldown/utils";
import { expect, test } from "vitest";

/** What only somebody who knows Azure would write: its services, ids, headers, tools and tables. */
const words = new RegExp(
  [
    "azure|microsoft|onmicrosoft|windows\\.net|entra(?![a-z])|\\baad\\b|msal|x-ms-",
    "subscription|resource ?groups?|management ?groups?|virtual ?network|service ?tag|key ?vault|storage ?account",
    "resource ?graph|resource ?manager|kusto|shared ?access|\\baz (login|rest|role)",
  ].join("|"),
  "i",
);

/** Resource Manager's short name; in small letters it is an alternative of a filter. */
const shortName = /\bARM\b/;

/** Words of another trade that are written alike. */
const others: Readonly<Record<string, RegExp>> = {
  // GraphQL's third kind of operation: no asset type may be called so.
  "src/model/names.ts": /^"Subscription",$/,
  // A benchmark's own name, as labels of checks have it.
  "src/lint/library-rules.ts": /"cis-azure"/,
};

const isFree = (file: string) =>
  /^src\/(collect\/(azure|entra|microsoft)|cli)\//.test(file) ||
  file === "src/library/providers.ts";

/** The lines of a file's code, comments left out. */
function codeOf(file: string): readonly string[] {
  let code = readFileSync(file, "utf8");
  for (const { start, end } of parseSync(file, code).comments.toReversed())
    code = code.slice(0, start) + code.slice(end);
  return code.split("\n").map((line) => line.trim());
}

test("no room but those of Microsoft's clouds and the command line has a word of them in its code", () => {
  const files = globSync("src/**/*.ts").map((path) => path.replaceAll("\\", "/"));
  const found = files
    .filter((file) => !isFree(file))
    .flatMap((file) =>
      codeOf(file)
        // Compiled code, as text, is no words.
        .filter(
          (line) =>
            (words.test(line) || shortName.test(line)) && !/^"[A-Za-z0-9+/=]{1000,}"/.test(line),
        )
        .filter((line) => !others[file]?.test(line))
        .map((line) => `${file}: ${line.slice(0, 200)}`),
    );
  expect(found).toEqual([]);
});
