import type { FieldValue } from "../../../types.ts";
import type { Passage } from "./let-in.ts";

/** What passes; a gateway passes on requests, everything else packets. */
type Passing = Pick<Passage, "from" | "to" | "rules"> & {
  readonly protocol: Passage["protocol"] | "HTTP" | "HTTPS";
};

/** The fields of an `InternetOpening`; `name` says who lets whom in, and is what evidence shows. */
export function openingOf(
  { protocol, from, to, rules }: Passing,
  name: string,
): Record<string, FieldValue> {
  const hasPorts = protocol !== "ICMP";
  return {
    name,
    protocol,
    fromPort: hasPorts ? from : null,
    toPort: hasPorts ? to : null,
    rules,
  };
}

/** `rule ssh of web lets any source reach`: the beginning of an opening's name. */
export function sayWho(rules: readonly string[]): string {
  if (rules.length === 0) return "no security group keeps any source from";
  return rules.length === 1
    ? `rule ${rules[0]!} lets any source reach`
    : `rules ${rules.join(" and ")} let any source reach`;
}
