import { isAbsolute, relative, sep } from "node:path";
import type { AssetName, Check } from "../../types.ts";
import { nameOf } from "../evidence.ts";
import { makeVisible } from "../../visible.ts";

/** Where a result stands: at its rule in the check's file. The asset is a logical location; code scanning shows none. */
export function placeOf(check: Check, rule: string, asset: AssetName | undefined) {
  const place = check.rules.find(({ name }) => name === rule)?.place ?? check.place;
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(check), uriBaseId: "%SRCROOT%" },
      region: { startLine: place.line, startColumn: place.column },
    },
    ...(asset
      ? {
          logicalLocations: [
            {
              name: makeVisible(nameOf(asset)),
              fullyQualifiedName: makeVisible(asset.id),
              kind: "resource",
            },
          ],
        }
      : {}),
  };
}

/**
 * A check's file as code scanning names it: relative to the repository. One that stands elsewhere (the library, wherever it is
 * installed; a folder of another disk) is called by its id, which is the same on every machine.
 */
function uriOf({ id, place }: Check): string {
  const near = isAbsolute(place.file) ? relative("", place.file) : place.file;
  const parts = near.split(/[\\/]/).filter((part) => part !== "." && part !== "");
  const isElsewhere =
    isAbsolute(near) || near.startsWith(`..${sep}`) || parts.includes("node_modules");
  const named = isElsewhere || !/\.(graphql|gql)$/i.test(near);
  const path = named ? ["checks", ...`${id}.graphql`.split("/")] : parts;
  return path.map(encodeURIComponent).join("/");
}

/** Text of a message: without a backslash before them brackets are the beginning of a link (SARIF 2.1.0, section 3.11.6). */
export function escapeMessage(text: string): string {
  return text.replace(/[\\[\]]/g, "\\$&");
}
