import { contact, defender, refused, setting } from "../answers.ts";
import type { Cases } from "./kinds.ts";

const settings = (...value: object[]) => defender("settings", ...value);
const settingsRefused = { "settings refused": refused("settings") };
function settingCases(name: string): Cases {
  return {
    pass: { "it is on": settings(setting("Other", false), setting(name, true)) },
    fail: {
      "it is off": settings(setting(name, false), setting("Other", true)),
      "it has no row": settings(setting("Other", true)),
    },
    undecided: settingsRefused,
  };
}

const assessments = (...value: object[]) =>
  defender("serverVulnerabilityAssessmentsSettings", ...value);
const provisioning = (autoProvision: string) =>
  defender("autoProvisioningSettings", { ...contact({}), properties: { autoProvision } });

/** Cases of this service's controls, by id. */
export const settingsCases: Readonly<Record<string, Cases>> = {
  "azure/defender/defender-for-cloud-apps-integration-is-on": settingCases("MCAS"),
  "azure/defender/defender-for-endpoint-integration-is-on": settingCases("WDATP"),
  "azure/defender/sentinel-alert-sync-is-on": settingCases("Sentinel"),
  "azure/defender/servers-have-vulnerability-assessment": {
    pass: {
      "one is chosen": assessments({
        ...contact({}, "AzureServersSetting"),
        kind: "AzureServersSetting",
        properties: { selectedProvider: "MdeTvm" },
      }),
    },
    fail: {
      "none is listed": assessments(),
    },
    undecided: {
      "one is listed and says nothing": assessments(contact({}, "AzureServersSetting")),
      "settings refused": refused("serverVulnerabilityAssessmentsSettings"),
    },
  },
  "azure/defender/retired-agent-is-not-provisioned": {
    pass: {
      off: provisioning("Off"),
      "no row": defender("autoProvisioningSettings"),
    },
    fail: { on: provisioning("On") },
    undecided: { "settings refused": refused("autoProvisioningSettings") },
  },
};
