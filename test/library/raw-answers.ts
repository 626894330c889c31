import { computeCases } from "./raw-answers/compute.ts";
import { contactsCases } from "./raw-answers/contacts.ts";
import { keyvaultCases } from "./raw-answers/keyvault.ts";
import { monitorCases } from "./raw-answers/monitor.ts";
import { networkCases } from "./raw-answers/network.ts";
import { plansCases } from "./raw-answers/plans.ts";
import { settingsCases } from "./raw-answers/settings.ts";
import { storageCases } from "./raw-answers/storage.ts";
import type { Cases } from "./raw-answers/kinds.ts";

/**
 * Raw answers, by the control that is judged over them: what they are read as, and what the control says of that. What a control says of rows,
 * however they were read, is said by the cases beside it.
 */
export const cases: Readonly<Record<string, Cases>> = {
  ...computeCases,
  ...contactsCases,
  ...keyvaultCases,
  ...monitorCases,
  ...networkCases,
  ...plansCases,
  ...settingsCases,
  ...storageCases,
};
