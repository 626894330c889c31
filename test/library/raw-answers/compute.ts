import { idOf, refusedRows, row, rows } from "../answers.ts";
import type { Cases } from "./kinds.ts";
import { machine, presenceCases } from "./shared.ts";

const disk = "Microsoft.Compute/disks";
const booted = (uefiSettings: object) =>
  rows(machine, row(machine, "machine", { securityProfile: { uefiSettings } }));
const disks = (encryption: object) => rows(disk, row(disk, "disk", { encryption }));

/** Cases of this service's controls, by id. */
export const computeCases: Readonly<Record<string, Cases>> = {
  "azure/compute/disks-use-customer-managed-keys": {
    pass: {
      "a key of one's own": disks({
        type: "EncryptionAtRestWithCustomerKey",
        diskEncryptionSetId: idOf("Microsoft.Compute/diskEncryptionSets", "keys"),
      }),
    },
    fail: { "the platform's key": disks({ type: "EncryptionAtRestWithPlatformKey" }) },
    undecided: { "disks refused": refusedRows(disk) },
  },
  "azure/compute/machines-use-trusted-launch": {
    pass: { "both are on": booted({ secureBootEnabled: true, vTpmEnabled: true }) },
    fail: {
      "Secure Boot is off": booted({ secureBootEnabled: false, vTpmEnabled: true }),
      "the TPM is not mentioned": booted({ secureBootEnabled: true }),
      "no security profile": rows(machine, row(machine, "machine", {})),
    },
    undecided: { "machines refused": refusedRows(machine) },
  },
  "azure/network/subscriptions-have-a-bastion-host": presenceCases(
    "Microsoft.Network/bastionHosts",
  ),
};
