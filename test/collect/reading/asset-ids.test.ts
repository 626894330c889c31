import { expect, test } from "vitest";
import { ids } from "../../../src/collect/azure/ids.ts";
import { contradictsType } from "../../../src/collect/reading/asset-ids.ts";

const group = "/subscriptions/s/resourceGroups/r";
const vault = `${group}/providers/Microsoft.KeyVault/vaults/v`;
const scaleSet = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/c`;

test.each<[title: string, id: string, type: unknown, contradicts: boolean]>([
  ["its own type", vault, "Microsoft.KeyVault/vaults", false],
  ["its own type in another case", vault, "microsoft.keyvault/VAULTS", false],
  ["a type of another service", vault, "Microsoft.Network/publicIPAddresses", true],
  ["another type of its service", vault, "Microsoft.KeyVault/managedHSMs", true],
  ["the same word of another service", vault, "Microsoft.RecoveryServices/vaults", true],
  ["a child's type", `${vault}/secrets/x`, "Microsoft.KeyVault/vaults/secrets", false],
  ["its parent's type", `${vault}/secrets/x`, "Microsoft.KeyVault/vaults", true],
  [
    "an extension's type, behind two providers",
    `${vault}/providers/Microsoft.Insights/diagnosticSettings/d`,
    "Microsoft.Insights/diagnosticSettings",
    false,
  ],
  [
    "the type of what an extension is of",
    `${vault}/providers/Microsoft.Insights/diagnosticSettings/d`,
    "Microsoft.KeyVault/vaults",
    true,
  ],
  [
    "a type whose id has a word for the service",
    "/subscriptions/s/providers/AzureResourceManager/diagnosticSettings/d",
    "Microsoft.Insights/diagnosticSettings",
    false,
  ],
  [
    "a type that is listed below another's",
    `${scaleSet}/virtualMachines/0/networkInterfaces/n`,
    "Microsoft.Network/networkInterfaces",
    false,
  ],
  [
    "a classic type",
    `${group}/providers/Microsoft.ClassicCompute/virtualMachines/m`,
    "microsoft.classiccompute/virtualmachines",
    false,
  ],
  ["a type in the singular", vault, "Microsoft.KeyVault/vault", false],
  ["no type", vault, undefined, false],
  ["a word for a type", vault, "vaults", false],
  ["a subscription's type", "/subscriptions/s", "microsoft.resources/subscriptions", false],
])("an id beside %s", (_title, id, type, contradicts) => {
  expect(contradictsType(id, type, ids)).toBe(contradicts);
});
