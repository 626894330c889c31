import { defender, plan, refused } from "../answers.ts";
import type { Cases } from "./kinds.ts";

const plans = (...value: object[]) => defender("pricings", ...value);
const plansRefused = { "plans refused": refused("pricings") };
/** A control that asks for one plan: whatever else is on, only its own row counts. */
function planCases(name: string, ...accepted: readonly object[]): Cases {
  return {
    pass: {
      "the plan is on": plans(plan("Other", false), plan(name)),
      ...Object.fromEntries(
        accepted.map((other) => [
          `${JSON.stringify(other)} instead`,
          plans(plan(name, false), other),
        ]),
      ),
    },
    fail: {
      "the plan is off": plans(plan(name, false), plan("Other")),
      "the plan has no row": plans(plan("Other")),
      "there is no row at all": plans(),
    },
    undecided: plansRefused,
  };
}

/** A control that asks for an extension of one of some plans. */
function extensionCases(extension: string, ...names: readonly string[]): Cases {
  return {
    pass: Object.fromEntries(
      names.map((name) => [`${name} brings it`, plans(plan(name, "P2", extension))]),
    ),
    fail: {
      "the extension is not listed": plans(plan(names[0]!, "P2", "Another")),
      "another plan has it": plans(plan("Other", "P2", extension), plan(names[0]!, "P2")),
      "the plan is off": plans(plan(names[0]!, false, extension)),
    },
    undecided: plansRefused,
  };
}

/** Cases of this service's controls, by id. */
export const plansCases: Readonly<Record<string, Cases>> = {
  "azure/defender/servers-plan-is-standard": planCases("VirtualMachines"),
  "azure/defender/sql-databases-plan-is-standard": planCases("SqlServers"),
  "azure/defender/sql-servers-on-machines-plan-is-standard": planCases("SqlServerVirtualMachines"),
  "azure/defender/app-services-plan-is-standard": planCases("AppServices"),
  "azure/defender/storage-plan-is-standard": planCases("StorageAccounts"),
  "azure/defender/containers-plan-is-standard": planCases("Containers"),
  "azure/defender/kubernetes-plan-is-standard": planCases("KubernetesService", plan("Containers")),
  "azure/defender/container-registries-plan-is-standard": planCases(
    "ContainerRegistry",
    plan("Containers"),
  ),
  "azure/defender/key-vaults-plan-is-standard": planCases("KeyVaults"),
  "azure/defender/dns-plan-is-standard": {
    ...planCases("Dns", plan("VirtualMachines", "P2")),
    fail: {
      ...planCases("Dns").fail,
      "Servers in P1 is not enough": plans(plan("Dns", false), plan("VirtualMachines", "P1")),
    },
  },
  "azure/defender/resource-manager-plan-is-standard": planCases("Arm"),
  "azure/defender/open-source-databases-plan-is-standard": planCases(
    "OpenSourceRelationalDatabases",
  ),
  "azure/defender/cosmos-db-plan-is-standard": planCases("CosmosDbs"),
  "azure/defender/posture-plan-is-standard": planCases("CloudPosture"),
  "azure/defender/apis-plan-is-standard": planCases("Api"),
  "azure/defender/ai-services-plan-is-standard": planCases("AI"),
  "azure/defender/servers-plan-is-p2": {
    pass: { P2: plans(plan("VirtualMachines", "P2")) },
    fail: {
      P1: plans(plan("VirtualMachines", "P1")),
      "no sub plan": plans(plan("VirtualMachines")),
      off: plans(plan("VirtualMachines", false)),
    },
    undecided: plansRefused,
  },
  "azure/defender/storage-plan-is-current": {
    pass: {
      "the present one": plans(plan("StorageAccounts", "DefenderForStorageV2")),
      "off, which is another control": plans(plan("StorageAccounts", false)),
      "no row, which is another control": plans(),
    },
    fail: {
      "an older one": plans(plan("StorageAccounts", "PerTransaction")),
      "no sub plan": plans(plan("StorageAccounts")),
    },
    undecided: plansRefused,
  },
  "azure/defender/uploads-are-scanned-for-malware": {
    pass: {
      on: plans(plan("StorageAccounts", "DefenderForStorageV2", "OnUploadMalwareScanning")),
      "the plan is off, which is another control": plans(plan("StorageAccounts", false)),
    },
    fail: {
      "not listed": plans(
        plan("StorageAccounts", "DefenderForStorageV2", "SensitiveDataDiscovery"),
      ),
      "no extension": plans(plan("StorageAccounts", "PerTransaction")),
    },
    undecided: plansRefused,
  },
  "azure/defender/machines-are-scanned-without-agent": extensionCases(
    "AgentlessVmScanning",
    "VirtualMachines",
    "CloudPosture",
  ),
  "azure/defender/file-integrity-is-monitored": extensionCases(
    "FileIntegrityMonitoring",
    "VirtualMachines",
  ),
  "azure/defender/kubernetes-is-discovered-without-agent": extensionCases(
    "AgentlessDiscoveryForKubernetes",
    "Containers",
    "CloudPosture",
  ),
  "azure/defender/container-images-are-assessed": extensionCases(
    "ContainerRegistriesVulnerabilityAssessments",
    "Containers",
    "CloudPosture",
  ),
};
