import type { Mutant } from "./instrument.ts";
import type { Entry } from "./journal.ts";

/** What became of each mutant: what no test came by is `missed`. */
export interface Settled {
  readonly killed: readonly Mutant[];
  readonly timeout: readonly Mutant[];
  readonly survived: readonly Mutant[];
  readonly missed: readonly Mutant[];
  readonly unfit: readonly string[];
}

export function settle(chosen: readonly Mutant[], entries: readonly Entry[]): Settled {
  const outcomes = new Map<number, string>();
  for (const entry of entries)
    if ("mutant" in entry && (entry.outcome !== "survived" || !outcomes.has(entry.mutant)))
      outcomes.set(entry.mutant, entry.outcome);
  const those = (outcome?: string) => chosen.filter(({ id }) => outcomes.get(id) === outcome);
  return {
    killed: those("killed"),
    timeout: those("timeout"),
    survived: those("survived"),
    missed: those(),
    unfit: entries.flatMap((entry) => ("unfit" in entry ? `${entry.test}: ${entry.unfit}` : [])),
  };
}

/** The share that was noticed, its 95 % confidence interval where `all` are more than were tried, and what was not. */
export function render(room: string, all: number, settled: Settled, survivors: boolean): string {
  const { killed, timeout, survived, missed, unfit } = settled;
  const tried = killed.length + timeout.length + survived.length + missed.length;
  const share = (killed.length + timeout.length) / tried;
  const lines = [
    `${room}: ${percent(share)}${tried < all ? ` (${interval(share, tried, all)})` : ""}, ${tried} of ${all} mutants: ` +
      `${killed.length} killed, ${timeout.length} ran too long, ${survived.length} survived, ${missed.length} that no test came by`,
    ...unfit.map((test) => `  left out, as it passes only once: ${test}`),
  ];
  if (survivors)
    for (const mutant of [...survived, ...missed].sort((a, b) => a.id - b.id))
      lines.push(
        `  ${mutant.path}:${mutant.line}:${mutant.column} ${mutant.mutator}${missed.includes(mutant) ? " (missed)" : ""}: ` +
          `${shorten(mutant.original)} → ${shorten(mutant.text)}`,
      );
  return `${lines.join("\n")}\n`;
}

/** Wilson's interval of 95 % with the correction for a sample that is a good part of the whole. */
function interval(share: number, tried: number, all: number): string {
  const count = (tried * (all - 1)) / (all - tried);
  const z = 1.96;
  const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count);
  const half =
    (z * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2))) /
    (1 + z ** 2 / count);
  return `${percent(middle - half)} to ${percent(middle + half)} with 95 % confidence`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 70 ? `${line.slice(0, 67)}…` : line || "(nothing)";
}
