import { computeCases } from "./cases/compute.ts";
import { contactsCases } from "./cases/contacts.ts";
import { keyvaultCases } from "./cases/keyvault.ts";
import { monitorCases } from "./cases/monitor.ts";
import { networkCases } from "./cases/network.ts";
import { plansCases } from "./cases/plans.ts";
import { settingsCases } from "./cases/settings.ts";
import { storageCases } from "./cases/storage.ts";
import type { Cases } from "./cases/kinds.ts";

/** Every control's cases, by its id. */
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
