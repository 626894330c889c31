import type { Check } from "../../types.ts";

/** The frameworks that checks name, as SARIF's taxonomies, and how a rule is related to their controls. */
export interface Taxa {
  readonly taxonomies: readonly {
    readonly name: string;
    readonly isComprehensive: false;
    readonly taxa: readonly { readonly id: string }[];
  }[];
  /** What a rule says of the controls that it answers to (SARIF 2.1.0, section 3.49.15). */
  relationshipsOf(check: Check): readonly object[];
}

/** An edition of a framework is a taxonomy (`cis-azure-3.0.0`), and a control that some check answers to a taxon of it. */
export function taxaOf(checks: readonly Check[]): Taxa {
  const all = [...new Set(checks.flatMap(({ frameworks }) => frameworks))].sort().map(readControl);
  const editions = [...Map.groupBy(all, ({ edition }) => edition)];
  const places = new Map(editions.map(([name], index) => [name, index]));
  return {
    taxonomies: editions.map(([name, controls]) => ({
      name,
      isComprehensive: false,
      taxa: controls.map(({ id }) => ({ id })),
    })),
    relationshipsOf: ({ frameworks }) =>
      [...new Set(frameworks)].map(readControl).map(({ edition, id }) => ({
        target: { id, toolComponent: { name: edition, index: places.get(edition)! } },
        kinds: ["relevant"],
      })),
  };
}

/** `cis-azure-3.0.0:3.1.13` in its two parts. */
function readControl(framework: string) {
  const [edition, ...rest] = framework.split(":");
  return { edition: edition!, id: rest.join(":") || framework };
}
