import type { AssetName, Evidence, MissingEvidence } from "../types.ts";
import { collectionWords } from "./remedy.ts";

/** A condition that held, with what was found where the condition does not say so itself: `tls ≠ "1.2", found "1.0"`. */
export function renderEvidence({ path, condition, found }: Evidence): string {
  const text = path === "" ? condition : `${path} ${condition}`;
  if (found === undefined || found === null) return text;
  const value = JSON.stringify(found);
  return condition.includes(value) ? text : `${text}, found ${value}`;
}

/** What an undecided asset waits for: `securityContacts: denied. <cause>`. */
export function renderMissing({ path, collection }: MissingEvidence): string {
  if (!collection) return `${path}: the value could not be read`;
  const status = `${path}: ${collectionWords[collection.status]}`;
  return collection.cause ? `${status}. ${collection.cause}` : status;
}

/** What people call an asset: its name, else the end of its id. */
export function nameOf({ id, name }: Pick<AssetName, "id" | "name">): string {
  return name || id.slice(id.lastIndexOf("/") + 1);
}
