import { collectionWords, countOf } from "../report/words.ts";
import type { Gap, ToldGaps } from "../graphql/gaps.ts";
import type { CollectionStatus } from "../types.ts";

/** So many fields are named, and so many connectors of each. */
const namedLimit = 3;

/**
 * One line about what an answer shows as null, as none or not at all because it was not read: in how many places, and of the first
 * of them which field, why and where.
 */
export function renderMissingLine({ missing = [], missingCount = 0 }: ToldGaps): string {
  const groups = Map.groupBy(missing, (gap) => `${fieldOf(gap)}: ${wordsOf(gap)}`);
  const told = [...groups].slice(0, namedLimit).map(([words, gaps]) => {
    const connectors = [...new Set(gaps.map(placeOf))];
    const rest = connectors.length - namedLimit;
    const more = rest > 0 ? ` and ${rest} more` : "";
    return `${words} · ${connectors.slice(0, namedLimit).join(", ")}${more}`;
  });
  const rest = groups.size - namedLimit;
  const more = rest > 0 ? `; and ${rest} more` : "";
  const places = countOf(missingCount, "place");
  return `Not read, and so null, empty or left out in ${places} of the answer: ${told.join("; ")}${more}. "extensions.missing" has each.\n`;
}

function fieldOf({ path, type }: Gap): string {
  const keys = path.filter((step) => typeof step === "string");
  return keys.length === 1 ? `${keys[0]} (${type})` : keys.join(".");
}

function wordsOf({ status, cause }: Gap): string {
  const known = Object.entries(collectionWords).find(
    ([name]) => status === name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
  );
  return known ? collectionWords[known[0] as CollectionStatus] : cause.replace(/\.$/, "");
}

/** Names of connectors are seldom unique. */
function placeOf({ connector, connectorName }: Gap): string {
  return connectorName === null ? connector : `${connectorName} (${connector})`;
}
