import type { Derivation } from "./facts.ts";
import { groupOpenings } from "./network/group-openings.ts";
import { internetReachability } from "./network/internet-reachability.ts";

/** The one table of derivations; the SDL's enum `Derivation` names and describes its entries. */
export const derivations: Readonly<Record<string, Derivation>> = {
  INTERNET_REACHABILITY: internetReachability,
  GROUP_OPENINGS: groupOpenings,
};
