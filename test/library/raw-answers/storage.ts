import { below, idOf, refusedRows, row, rows, type Answers } from "../answers.ts";
import type { Cases } from "./kinds.ts";
import { account, diagnostics, category, categoryGroup, settingsBelow } from "./shared.ts";

function accountCases(property: string, good: unknown, bad: readonly unknown[]): Cases {
  const of = (value: unknown) => rows(account, row(account, "data", { [property]: value }));
  return {
    pass: { [`${property} is ${String(good)}`]: of(good) },
    fail: Object.fromEntries(bad.map((value) => [`${property} is ${String(value)}`, of(value)])),
    undecided: { "accounts refused": refusedRows(account) },
  };
}

const blobService = `${idOf(account, "data")}/blobServices/default`;
/** A storage account with the diagnostic settings of its blob service; those of the others and its own are nobody's to read. */
function logged(...logs: readonly (readonly object[])[]): Answers {
  const refused = (service: string) =>
    below(`${idOf(account, "data")}${service}${diagnostics}`, 403);
  return {
    ...rows(account, { ...row(account, "data", {}), kind: "StorageV2" }),
    ...refused(""),
    ...refused("/queueServices/default"),
    ...refused("/tableServices/default"),
    ...refused("/fileServices/default"),
    ...settingsBelow(blobService, logs),
  };
}

function container(publicAccess: string): Answers {
  const name = "files";
  return {
    ...rows(account, row(account, "data", { allowBlobPublicAccess: false })),
    ...below(`${blobService}/containers@2023-05-01`, [
      { id: `${blobService}/containers/${name}`, name, properties: { publicAccess } },
    ]),
  };
}

/** Cases of this service's controls, by id. */
export const storageCases: Readonly<Record<string, Cases>> = {
  "azure/storage/accounts-require-secure-transfer": accountCases("supportsHttpsTrafficOnly", true, [
    false,
  ]),
  "azure/storage/accounts-require-tls-1-2": accountCases("minimumTlsVersion", "TLS1_2", [
    "TLS1_0",
    "TLS1_1",
    undefined,
  ]),
  "azure/storage/accounts-forbid-anonymous-access": accountCases("allowBlobPublicAccess", false, [
    true,
    undefined,
  ]),
  "azure/storage/containers-are-private": {
    pass: { private: container("None") },
    fail: {
      "blobs are open": container("Blob"),
      "blobs and the list are open, though the account forbids it": container("Container"),
    },
    undecided: {
      "containers refused": {
        ...rows(account, row(account, "data", {})),
        ...below(`${blobService}/containers@2023-05-01`, 403),
      },
      "accounts refused": refusedRows(account),
    },
  },
  "azure/storage/blob-requests-are-logged": {
    pass: {
      "the three categories": logged([
        category("StorageRead"),
        category("StorageWrite"),
        category("StorageDelete"),
      ]),
      "spread over two settings": logged(
        [category("StorageRead")],
        [category("StorageWrite"), category("StorageDelete")],
      ),
      "all logs": logged([categoryGroup("allLogs"), categoryGroup("audit", false)]),
      "the group audit": logged([categoryGroup("audit")]),
      "an account for files alone": rows(account, row(account, "data", { kind: "FileStorage" })),
    },
    fail: {
      "no setting": logged(),
      "reading is not logged": logged([
        category("StorageRead", false),
        category("StorageWrite"),
        category("StorageDelete"),
      ]),
      "deleting is not listed": logged([category("StorageRead"), category("StorageWrite")]),
      "the group is switched off": logged([categoryGroup("allLogs", false)]),
    },
    undecided: {
      "the blob service's settings refused": {
        ...rows(account, row(account, "data", {})),
        ...below(`${blobService}${diagnostics}`, 403),
      },
      "accounts refused": refusedRows(account),
    },
  },
  "azure/storage/accounts-forbid-cross-tenant-replication": accountCases(
    "allowCrossTenantReplication",
    false,
    [true, undefined],
  ),
};
