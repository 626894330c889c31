import type { Fact, Facts } from "../../inventory/derivation.ts";
import type { FieldValue } from "../../types.ts";
import { ids } from "./ids.ts";

/** Whether security defaults are on; null for what is no tenant. The policy always exists, so that none is one that was not read. */
export function securityDefaults({ id }: Fact, facts: Facts): FieldValue | undefined {
  if (!ids.isAccount(id)) return null;
  const [policy] = facts.inConnector("SecurityDefaultsPolicy", id);
  if (!policy || policy.isMissing("isEnabled")) return undefined;
  return policy.value("isEnabled");
}
