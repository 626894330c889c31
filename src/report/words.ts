import pluralize from "pluralize";
import type { CollectionStatus, MissingEvidence, Severity, VerdictStatus } from "../types.ts";

/** Statuses of verdicts: what needs attention first. */
export const statusOrder: readonly VerdictStatus[] = ["fail", "undecided", "pass", "notApplicable"];

/** The sign before each verdict; it says without colour what colour says. */
export const marks: Readonly<Record<VerdictStatus, string>> = {
  fail: "✗",
  undecided: "?",
  pass: "✓",
  notApplicable: "–",
};

/** How people read a verdict's status, of a run that is over. */
export const statusWords: Readonly<Record<VerdictStatus, string>> = {
  fail: "failed",
  undecided: "undecided",
  pass: "passed",
  notApplicable: "not applicable",
};

/** The same of what is so until it is read again. */
export const presentWords: Readonly<Record<VerdictStatus, string>> = {
  ...statusWords,
  fail: "failing",
  pass: "passing",
};

/** How people read a collection's status. */
export const collectionWords: Readonly<Record<CollectionStatus, string>> = {
  complete: "complete",
  denied: "denied",
  notRegistered: "resource provider not registered",
  throttled: "throttled",
  failed: "failed",
  skipped: "skipped",
  notCollected: "not collected",
};

/** The same in a sentence, after the collection's type. */
export const collectionClauses: Readonly<Record<CollectionStatus, string>> = {
  complete: "was read",
  denied: "was denied",
  notRegistered: "has no registered provider",
  throttled: "was throttled",
  failed: "could not be read",
  skipped: "was skipped",
  notCollected: "was not collected",
};

/** What keeps an answer from being known, in a few words: `denied`. */
export function missingWords({ collection, id, reason }: Omit<MissingEvidence, "path">): string {
  if (collection) return collectionWords[collection.status];
  if (reason !== undefined) return `nothing reads it yet (${reason.replace(/\.$/, "")})`;
  return id === undefined ? "not known from what was read" : `leads to ${id}, which was not found`;
}

/** A severity in a sentence or a table: `Critical`. */
export function severityWord(severity: Severity): string {
  return capitalise(severity.toLowerCase());
}

/** A whole number with commas between thousands. Starting up what the language has for this costs more than a report. */
export function countNumber(count: number): string {
  return String(count).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ",");
}

/** `1 check`, `2 checks`, `1,204 storage accounts`; `nouns` where the plural is more than a noun's: `control fails`, `controls fail`. */
export function countOf(count: number, noun: string, nouns?: string): string {
  return `${countNumber(count)} ${count === 1 ? noun : (nouns ?? pluralOf(noun))}`;
}

/** The text with a capital first. */
export function capitalise(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** An asset type's name as a noun: `StorageAccount` is `storage account`, `VM` stays `VM`. */
export function nounOf(type: string): string {
  const words = type.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+/g) ?? [type];
  return words.map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase())).join(" ");
}

/** How many assets of each type, those that are none included: `20 connectors, 0 VMs`. */
export function countAssets(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([type, count]) => countOf(count, nounOf(type)))
    .join(", ");
}

/** A moment to the minute, in UTC: `2026-11-20 08:00 UTC`. */
export function momentOf(at: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(at) ? `${at.slice(0, 16).replace("T", " ")} UTC` : at;
}

/** A noun for several: `VM` is `VMs`. */
export function pluralOf(noun: string): string {
  return /[A-Z]$/.test(noun) ? `${noun}s` : pluralize(noun);
}
