import { accountNoun } from "../asset-ids.ts";
import type { AssetName, Check, Verdict } from "../types.ts";
import { fillPlaceholders, type Named } from "./placeholders.ts";
import { readRemediation } from "./remediation.ts";

/** At most so many commands are shown of a remedy. */
const commandLimit = 3;

/** One thing to say about mending: a text, or a command that keeps its blanks and quotes. */
export interface Advice {
  readonly label: string;
  readonly text: string;
  readonly isCommand?: true;
}

/** The offender that commands are filled in for: the first of which the cloud takes them. */
export function exampleOf({ offenders }: Verdict): AssetName | undefined {
  const open = offenders.find(({ asset }) => !asset.connector?.isDisabled);
  return (open ?? offenders[0])?.asset;
}

/** What there is to say about mending `check`, with its commands filled in for `asset`. */
export function adviceOn(check: Check, asset: Named | undefined): readonly Advice[] {
  if (check.guidance.length === 0) return [];
  const { console, commands, undo, savesFirst } = readRemediation(check);
  const fill = (text: string) => (asset ? fillPlaceholders(text, asset) : text);
  if (asset?.connector?.isDisabled)
    return [
      ...(console === undefined ? [] : [{ label: "To mend:", text: console }]),
      {
        label: "First:",
        text: `The ${accountNoun(asset.connector.id)} is disabled, and every change to it is refused: enable it again, or let it be deleted.`,
      },
      { label: "Guidance:", text: `assay checks ${check.id}` },
    ];
  const shown = commands.length > commandLimit ? [] : commands;
  const files = shown.flatMap((command) => /@([\w.-]+\.json)\b/.exec(command)?.[1] ?? []);
  const pointer = [
    `assay checks ${check.id}`,
    ...(files.length > 0 ? [`it has ${files.join(", ")}`] : []),
    ...(savesFirst && shown.length > 0 ? ["save the present state first"] : []),
  ];
  return [
    ...(console === undefined ? [] : [{ label: "To mend:", text: console }]),
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
