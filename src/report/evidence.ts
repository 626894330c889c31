import { missingWords } from "./words.ts";
import { accountNoun } from "../asset-ids.ts";
import type { AssetName, Evidence, MissingEvidence, Offender, UndecidedAsset } from "../types.ts";

/** A condition that held, with what was found where the condition does not say so itself: `tls ≠ "1.2", found "1.0"`. */
export function renderEvidence({ path, condition, found }: Evidence): string {
  const text = `${path}${condition.startsWith("none") ? ":" : ""} ${condition}`.trimStart();
  if (found === undefined || found === null) return text;
  const value = JSON.stringify(found);
  return condition.endsWith(`= ${value}`) && !condition.includes("!=")
    ? text
    : `${text}, found ${value}`;
}

/** What people call an asset: its name, else the end of its id. */
export function nameOf({ id, name }: Pick<AssetName, "id" | "name">): string {
  return name || id.slice(id.lastIndexOf("/") + 1);
}

/** A note where an asset's account takes no change. */
export function disabledNote({ connector }: Pick<AssetName, "connector">): string {
  return connector?.isDisabled ? `, in a disabled ${accountNoun(connector.id)}` : "";
}

/** All reasons why an asset offends, in one line. */
export function renderReasons({ because }: Offender): string {
  return because.map(renderEvidence).join("; ");
}

/** All that an undecided asset waits for, in one line. */
export function renderWaits({ missing }: UndecidedAsset): string {
  return missing.map(renderMissing).join("; ");
}

/** What is missing, and how it came to be: `securityContacts: denied`. */
export function renderMissing(missing: MissingEvidence): string {
  return `${missing.path}: ${missingWords(missing)}`;
}
