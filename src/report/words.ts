import pluralize from "pluralize";
import type { VerdictStatus } from "../types.ts";

/** How people read a verdict's status. */
export const statusWords: Readonly<Record<VerdictStatus, string>> = {
  fail: "failed",
  undecided: "undecided",
  pass: "passed",
  notApplicable: "not applicable",
};

/** A whole number with commas between thousands. Starting up what the language has for this costs more than a report. */
export function countNumber(count: number): string {
  return String(count).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ",");
}

/** `1 check`, `2 checks`, `1,204 storage accounts`. */
export function countOf(count: number, noun: string): string {
  return `${countNumber(count)} ${count === 1 ? noun : pluralOf(noun)}`;
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
