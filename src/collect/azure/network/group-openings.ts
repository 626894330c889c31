import type { Derived, Fact, Facts } from "../../../inventory/derivation.ts";
import { joined, letInBy } from "./let-in.ts";
import { openingOf, sayWho } from "./opening.ts";
import { readRules, type Rule } from "./security-rules.ts";

/**
 * What a security group lets in from the internet at large, whatever it is set on: by its rules together, those of lower
 * numbers first. Where rules are for some destinations only, it is what they let in there.
 */
export function groupOpenings(group: Fact, facts: Facts): Derived {
  const list = facts.once("rules", group.id, () => readRules(group));
  const name = String(group.value("name") ?? group.id);
  const places = new Map(
    list.rules.filter(({ allows }) => allows).map((rule) => [rule.destinations.join("\n"), rule]),
  );
  const found = [...places.values()].map((place) =>
    letInBy(list, name, (rule) => isFor(rule, place)),
  );
  const openings = found.flatMap(({ passages }) =>
    joined(passages).map((passage) => {
      const { protocol, from, to, rules } = passage;
      const ports = from === to ? `port ${from}` : `ports ${from}-${to}`;
      const what = protocol === "ICMP" ? protocol : `${ports}/${protocol}`;
      return openingOf(passage, `${sayWho(rules)} ${what}`);
    }),
  );
  const distinct = new Map(openings.map((opening) => [opening.name, opening]));
  return {
    parts: [...distinct.values()],
    isWhole: list.isWhole && found.every(({ isWhole }) => isWhole),
  };
}

/** Whether a rule fits all that another is for. */
function isFor({ destinations }: Rule, place: Rule): boolean {
  if (destinations.length === 0) return true;
  return (
    place.destinations.length > 0 && place.destinations.every((one) => destinations.includes(one))
  );
}
