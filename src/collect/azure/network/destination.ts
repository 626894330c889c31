import type { Fact } from "../../../inventory/derivation.ts";
import { type Addresses, common, coversAll, isEmpty, readAddresses } from "./addresses.ts";
import type { Rule } from "./security-rules.ts";

/** What a packet is addressed to, as the rules before it see it. Undefined where that is not known. */
export type Destination =
  | {
      /** The addresses that it may be of; undefined where they are not known. */
      readonly addresses: Addresses | undefined;
      /** The ids of the application security groups that it is in. */
      readonly groups: readonly string[];
    }
  | undefined;

/** A configuration of an interface. A rule sees the machine's own address, not the public one. */
export function destinationOf(configuration: Fact): Destination {
  const address = configuration.value("privateIpAddress");
  return {
    addresses: typeof address === "string" ? readAddresses(address) : undefined,
    groups: (configuration.value("applicationSecurityGroupIds") ?? []) as readonly string[],
  };
}

/** Whether a rule's destinations hold one; undefined where they hold some of its addresses, or that is not known. */
export function isFor({ destinations }: Rule, destination: Destination): boolean | undefined {
  if (destinations.length === 0) return true;
  if (!destination) return undefined;
  const answers = destinations.map((text) => holds(text, destination));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** `text` in the notation of `SecurityGroupRule.destinations`. */
function holds(text: string, { addresses, groups }: NonNullable<Destination>): boolean | undefined {
  const [, kind, rest = ""] = /^(\w+):(.*)$/.exec(text) ?? [];
  if (kind === "tag") return rest.toLowerCase() === "virtualnetwork";
  if (kind === "group") return groups.includes(rest);
  const range = readAddresses(rest);
  if (!range || !addresses) return undefined;
  if (coversAll(range, addresses)) return true;
  return isEmpty(common(range, addresses)) ? false : undefined;
}
