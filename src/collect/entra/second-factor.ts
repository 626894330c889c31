import type { Fact, Facts } from "../../inventory/derivation.ts";
import type { FieldValue } from "../../types.ts";

/** Whether the report has a user able to use a second factor. A user that it does not name may be newer than it. */
export function secondFactor(user: Fact, facts: Facts): FieldValue | undefined {
  const key = user.id.slice(user.id.lastIndexOf("/") + 1);
  const row = facts.find("UserRegistration", `${user.connector}/userregistrations/${key}`);
  if (!row || row.isMissing("isMfaCapable")) return undefined;
  return row.value("isMfaCapable");
}
