import type { Derivation } from "../../inventory/derivation.ts";
import { groupUnifiedSettings, passwordRuleSettings } from "./group-settings.ts";
import { secondFactor } from "./second-factor.ts";
import { securityDefaults } from "./security-defaults.ts";

/** The one table of derivations; the SDL's enum `Derivation` names and describes its entries. */
export const derivations: Readonly<Record<string, Derivation>> = {
  SECURITY_DEFAULTS: { value: securityDefaults },
  GROUP_UNIFIED_SETTINGS: { parts: groupUnifiedSettings },
  PASSWORD_RULE_SETTINGS: { parts: passwordRuleSettings },
  SECOND_FACTOR: { value: secondFactor },
};
