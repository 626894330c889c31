import { accountNoun } from "../asset-ids.ts";
import type { Check, Verdict } from "../types.ts";
import { fillPlaceholders } from "./placeholders.ts";
import { readRemediation } from "./remediation.ts";
import { branchFor, type Named } from "./witness.ts";

/** At most so many commands are shown of a remedy. */
const commandLimit = 3;

/** One thing to say about mending: a text, or a command that keeps its blanks and quotes. */
export interface Advice {
  readonly label: string;
  readonly text: string;
  readonly isCommand?: true;
}

/** The offender that commands are filled in for, with the evidence against it: the first of which the cloud takes them. */
export function exampleOf({ offenders }: Pick<Verdict, "offenders">): Named | undefined {
  const open = offenders.find(({ asset }) => !asset.connector?.isDisabled);
  const first = open ?? offenders[0];
  // What was found about another asset, by which it is at fault, names none of its own parts.
  return first && { ...first.asset, ...(first.through ? {} : { because: first.because }) };
}

/** What there is to say about mending `check`, with its commands filled in for `asset`; `program` is how Assay is called. */
export function adviceOn(
  check: Check,
  asset: Named | undefined,
  program = "npx assay",
): readonly Advice[] {
  if (check.guidance.length === 0) return [];
  const remediation = readRemediation(check);
  const { console, commands, savesFirst, saves = [] } = remediation;
  const branch = branchFor(remediation.undoBranches ?? [], asset?.because);
  const undo = branch ? { command: branch.command } : remediation.undo;
  const fill = (text: string) => (asset ? fillPlaceholders(text, asset) : text);
  if (asset?.connector?.isDisabled)
    return [
      ...(console === undefined ? [] : [{ label: "To mend:", text: console }]),
      {
        label: "First:",
        text: `The ${accountNoun(asset.connector.id)} is disabled, and every change to it is refused: enable it again, or let it be deleted.`,
      },
      { label: "Guidance:", text: `${program} checks ${check.id}` },
    ];
  const shown = commands.length > commandLimit ? [] : commands;
  const saved = shown.length > 0 && saves.length <= commandLimit ? saves : [];
  const files = shown.flatMap((command) => /@([\w.-]+\.json)\b/.exec(command)?.[1] ?? []);
  const pointer = [
    `${program} checks ${check.id}`,
    ...(files.length > 0 ? [`it has ${files.join(", ")}`] : []),
    ...(savesFirst && saved.length === 0 && shown.length > 0
      ? ["save the present state first"]
      : []),
  ];
  return [
    ...(console === undefined ? [] : [{ label: "To mend:", text: console }]),
    ...saved.map((command, i) => ({
      label: i === 0 ? "To save:" : "then:",
      text: fill(command),
      isCommand: true as const,
    })),
    ...shown.map((command, i) => ({
      label: i === 0 ? "By CLI:" : "then:",
      text: fill(command),
      isCommand: true as const,
    })),
    ...(undo && "text" in undo ? [{ label: "To undo:", text: fill(undo.text) }] : []),
    ...(undo && "command" in undo
      ? [{ label: "To undo:", text: fill(undo.command), isCommand: true as const }]
      : []),
    { label: "Guidance:", text: pointer.join(" · ") },
  ];
}
