import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/collect/json/json.ts";
import { isEmptyForLack, saysNone } from "../../../src/collect/azure/unsupported-features.ts";

const account = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/a";
const standard = { kind: "StorageV2", sku: { name: "Standard_LRS" } };
const premium = { kind: "StorageV2", sku: { name: "Premium_LRS" } };
const diagnostics = "/providers/Microsoft.Insights/diagnosticSettings";

describe("an answer says that there is none", () => {
  test.each<[string, string, string, JsonObject]>([
    [
      "no containers in an account for files",
      `${account}/blobServices/default/containers`,
      "FeatureNotSupportedForAccount",
      { kind: "FileStorage" },
    ],
    [
      "no settings of a service that the account lacks",
      `${account}/queueServices/default${diagnostics}`,
      "FeatureNotSupportedForAccount",
      { kind: "BlockBlobStorage" },
    ],
    [
      "no tables in an account for blobs",
      `${account}/tableServices/default/tables`,
      "OperationNotAllowedOnKind",
      { kind: "BlobStorage" },
    ],
    [
      "no queues with a premium plan",
      `${account}/queueServices/default`,
      "featurenotsupportedforaccount",
      premium,
    ],
    [
      "no files where no address is named",
      `${account}/fileServices/default`,
      "FeatureNotSupportedForAccount",
      { ...standard, properties: { primaryEndpoints: { blob: "https://a.blob/" } } },
    ],
    [
      "no settings of a type that has none",
      `/subscriptions/s/x${diagnostics}`,
      "ResourceTypeNotSupported",
      {},
    ],
    [
      "no parameter in this version",
      "/subscriptions/s/resourceGroups/r/providers/Microsoft.DBforMySQL/flexibleServers/m/configurations/tls_version",
      "ConfigurationNotExists",
      {},
    ],
    [
      "no functions in what runs none",
      "/subscriptions/s/providers/Microsoft.Web/sites/w/functions",
      "OperationNotSupported",
      { kind: "app,linux" },
    ],
    [
      "no credentials on Container Apps",
      "/subscriptions/s/providers/Microsoft.Web/sites/w/basicPublishingCredentialsPolicies",
      "NotSupported",
      { kind: "functionapp,linux,container,azurecontainerapps" },
    ],
    [
      "no such thing on a server of Synapse",
      "/subscriptions/s/providers/Microsoft.Sql/servers/q/administrators",
      "OperationNotSupported",
      { kind: "v12.0,analytics" },
    ],
  ])("%s", (_title, path, code, asset) => {
    expect(saysNone(path, ["BadRequest", code], asset)).toBe(true);
  });
});

describe("an answer stays a failure", () => {
  test.each<[string, string, string, JsonObject]>([
    [
      "of a service that the account has",
      `${account}/blobServices/default`,
      "FeatureNotSupportedForAccount",
      standard,
    ],
    [
      "of blobs with a premium plan",
      `${account}/blobServices/default`,
      "FeatureNotSupportedForAccount",
      premium,
    ],
    [
      "of an account whose kind nobody knows",
      `${account}/blobServices/default`,
      "FeatureNotSupportedForAccount",
      { kind: "StorageV3" },
    ],
    [
      "of an account that does not say its kind",
      `${account}/blobServices/default`,
      "OperationNotAllowedOnKind",
      {},
    ],
    [
      "with another code",
      `${account}/blobServices/default`,
      "AuthorizationFailed",
      { kind: "FileStorage" },
    ],
    [
      "of another call",
      `${account}/managementPolicies/default`,
      "FeatureNotSupportedForAccount",
      { kind: "FileStorage" },
    ],
    [
      "of an ordinary SQL server",
      "/subscriptions/s/providers/Microsoft.Sql/servers/q/administrators",
      "OperationNotSupported",
      { kind: "v12.0" },
    ],
    [
      "of functions where there are some",
      "/subscriptions/s/providers/Microsoft.Web/sites/w/functions",
      "OperationNotSupported",
      { kind: "functionapp" },
    ],
  ])("%s", (_title, path, code, asset) => {
    expect(saysNone(path, [code], asset)).toBe(false);
  });
});

test("an empty list is none only where the asset could not have any", () => {
  const path = `${account}/queueServices/default${diagnostics}`;
  expect(isEmptyForLack(path, { value: [] }, { kind: "FileStorage" })).toBe(true);
  expect(isEmptyForLack(path, { value: [{}] }, { kind: "FileStorage" })).toBe(false);
  expect(isEmptyForLack(path, { value: [] }, standard)).toBe(false);
});
