import type { Options } from "./options.ts";
import type { Case, Outcome } from "./round.ts";

/** What a run found, counted and grouped, with an example or two of each. */
export interface Tally {
  add(name: string, one: Case, outcome: Outcome): void;
  /** A difference that nothing explains, made small. */
  shrink(name: string, one: Case, outcome: Outcome): void;
  /** Names of the differences that nothing explains, as `--case` takes them. */
  readonly unexplained: readonly string[];
  /** How many filters were answered otherwise than the documentation says, or refused. */
  readonly undocumented: number;
  /** So far, in a few words. */
  readonly progress: string;
  render(): string;
}

interface Group {
  count: number;
  readonly examples: { readonly name: string; readonly text: string }[];
}

export function createTally({ seed, major }: Options): Tally {
  const groups = new Map<string, Group>();
  const counts = new Map<Outcome["kind"], number>();
  const unexplained: string[] = [];
  const small: string[] = [];
  const countOf = (kind: Outcome["kind"]) => counts.get(kind) ?? 0;
  const undocumented = () => countOf("refused") + countOf("unexplained");
  return {
    unexplained,
    get undocumented() {
      return undocumented();
    },
    get progress() {
      return `${countOf("same")} the same, ${countOf("documented")} as documented, ${undocumented()} otherwise`;
    },
    add(name, one, outcome) {
      counts.set(outcome.kind, countOf(outcome.kind) + 1);
      if (outcome.kind === "unexplained") unexplained.push(name);
      if (outcome.kind === "same" || outcome.kind === "unspellable") return;
      const key = `${outcome.kind}\u0000${"why" in outcome ? outcome.why : "nothing here explains it"}`;
      const group = groups.get(key) ?? { count: 0, examples: [] };
      groups.set(key, group);
      group.count++;
      group.examples.push({ name, text: show(one, outcome) });
      group.examples.sort((a, b) => a.text.length - b.text.length).splice(2);
    },
    shrink(name, one, outcome) {
      small.push(`  ${name} made small: ${show(one, outcome)}`);
    },
    render() {
      const lines = [...groups]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([key, { count, examples }]) => {
          const [kind, why] = key.split("\u0000");
          return [
            `${String(count).padStart(6)}  ${kind}: ${why}`,
            ...examples.map(({ name, text }) => `        --case ${name}  ${text}`),
          ];
        });
      const asked = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const compared = asked - countOf("unspellable") - countOf("upstream fails");
      return [
        ...lines,
        ...small,
        "",
        `seed ${seed}, version ${major}: ${asked} filters, ${compared} compared, ${countOf("same")} the same, ${countOf("documented")} differ as documented, ${undocumented()} otherwise`,
        `upstream fails on ${countOf("upstream fails")}, ${countOf("unspellable")} cannot be written in this version`,
        "",
      ].join("\n");
    },
  };
}

function show({ type, where }: Case, outcome: Outcome): string {
  const found =
    outcome.kind === "unexplained"
      ? ` here [${outcome.here.join(" ")}] there [${outcome.there.join(" ")}]`
      : "";
  return `${type} ${JSON.stringify(where)}${found}`;
}
