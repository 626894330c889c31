import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/collect/json/json.ts";
import {
  decidingPaths,
  isEmptyForLack,
  saysNone,
} from "../../../src/collect/azure/unsupported-features.ts";

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

describe("a storage account has the services of its kind, plan and addresses", () => {
  const all = ["blob", "file", "queue", "table"];
  test.each<[JsonObject, readonly string[]]>([
    [{ kind: "FileStorage" }, ["file"]],
    [{ kind: "BlobStorage" }, ["blob"]],
    [{ kind: "BlockBlobStorage" }, ["blob"]],
    [{ kind: "Storage" }, all],
    [{ kind: "Storage", sku: { name: "Premium_LRS" } }, ["blob"]],
    [{ kind: "StorageV2", sku: { name: "premium_zrs" } }, ["blob"]],
    [{ kind: "StorageV2", sku: { name: "NotPremium" } }, all],
    [{ kind: "StorageV2", sku: { name: 1 } }, all],
    [{ kind: "StorageV2", sku: "Premium" }, all],
    [{ kind: "StorageV3", sku: { name: "Premium_LRS" } }, all],
    [
      { kind: "StorageV2", properties: { primaryEndpoints: { file: "f", table: "t" } } },
      ["file", "table"],
    ],
    [{ kind: "BlobStorage", properties: { primaryEndpoints: { blob: 1 } } }, []],
    [{ kind: "StorageV2", properties: { primaryEndpoints: null } }, all],
    [{ kind: "StorageV2", properties: null }, all],
    [{}, all],
  ])("%j", (asset, has) => {
    for (const service of all) {
      const path = `${account}/${service}Services/default`;
      expect(saysNone(path, ["NotSupported"], asset)).toBe(!has.includes(service));
      expect(isEmptyForLack(path, [], asset)).toBe(!has.includes(service));
    }
  });
});

describe("a call is told by its whole path", () => {
  const sql = { kind: "analytics" };
  test.each<[string, string, JsonObject, boolean]>([
    [`${account}/blobServices/default/containers`, "NotSupported", { kind: "FileStorage" }, true],
    [`${account}/blobServices/defaults`, "NotSupported", { kind: "FileStorage" }, false],
    [`${account}/x/blobServices/default`, "NotSupported", { kind: "FileStorage" }, false],
    [`/s/x${diagnostics}`, "ResourceTypeNotSupported", {}, true],
    [`/s/x${diagnostics}/y`, "ResourceTypeNotSupported", {}, false],
    [`/s/x${diagnostics}`, "NotSupported", {}, false],
    ["/Microsoft.DBforPostgreSQL/servers/m/configurations/c", "ConfigurationNotExists", {}, true],
    [
      "/Microsoft.DBforPostgreSQL/flexibleServers/m/configurations/c",
      "ConfigurationNotExists",
      {},
      true,
    ],
    [
      "/Microsoft.DBforPostgreSQL/servers/m/configurations/c/d",
      "ConfigurationNotExists",
      {},
      false,
    ],
    ["/Microsoft.DBforPostgreSQL/servers/m/configurations/", "ConfigurationNotExists", {}, false],
    [
      "/Microsoft.DBforPostgreSQL/servers/m/n/configurations/c",
      "ConfigurationNotExists",
      {},
      false,
    ],
    ["/Microsoft.DBforPostgreSQL/servers/m/configurations/c", "NotSupported", {}, false],
    ["/Microsoft.Web/sites/site/functions", "NotSupported", { kind: "app" }, true],
    ["/Microsoft.Web/sites/site/functions/f", "NotSupported", { kind: "app" }, false],
    ["/Microsoft.Web/sites/site/slots/functions", "NotSupported", { kind: "app" }, false],
    ["/Microsoft.Web/sites/site/functions", "NotSupported", { kind: "app, FunctionApp" }, false],
    ["/Microsoft.Web/sites/site/functions", "NotSupported", {}, true],
    [
      "/Microsoft.Web/sites/site/config/web",
      "NotSupported",
      { kind: "x,azurecontainerapps" },
      true,
    ],
    ["/Microsoft.Web/sites/site/config", "NotSupported", { kind: "azurecontainerapps" }, true],
    ["/Microsoft.Web/sites/site/configs", "NotSupported", { kind: "azurecontainerapps" }, false],
    ["/Microsoft.Web/sites/site/config/web", "NotSupported", { kind: "app" }, false],
    ["/Microsoft.Sql/servers/server/databases", "NotSupported", sql, true],
    [
      "/Microsoft.Sql/servers/server/databases",
      "NotSupported",
      { kind: "v12.0,user,datawarehouse" },
      true,
    ],
    ["/Microsoft.Sql/servers/server/databases", "NotSupported", { kind: "v12.0,system" }, true],
    ["/Microsoft.Sql/servers/server/", "NotSupported", sql, false],
    ["/Microsoft.Sql/servers/server", "NotSupported", sql, false],
  ])("%s with %s of %j: %s", (path, code, asset, none) => {
    expect(saysNone(path, [code], asset)).toBe(none);
    expect(saysNone(path.toUpperCase(), ["x", code.toUpperCase()], asset)).toBe(none);
    expect(saysNone(path, [], asset)).toBe(false);
    // Only what holds of an account's services is said by an empty list as well.
    expect(isEmptyForLack(path, { value: [] }, asset)).toBe(none && path.includes("blobServices"));
  });

  test.each([
    "FeatureNotSupportedForAccount",
    "OperationNotAllowedOnKind",
    "ResourceTypeNotSupported",
    "OperationNotSupported",
    "NotSupported",
  ])("the code %s", (code) => {
    expect(saysNone(`${account}/blobServices/default`, [code], { kind: "FileStorage" })).toBe(true);
  });

  test("what decides is named, as what a redacted recording must keep", () => {
    expect(decidingPaths).toEqual(["kind", "sku.name", "properties.primaryEndpoints"]);
  });
});

test.each([[null], ["x"], [{}], [{ value: {} }], [{ value: null }]])(
  "%j is no empty list",
  (body) => {
    expect(isEmptyForLack(`${account}/queueServices/default`, body, { kind: "FileStorage" })).toBe(
      false,
    );
  },
);

test("an empty list is none only where the asset could not have any", () => {
  const path = `${account}/queueServices/default${diagnostics}`;
  expect(isEmptyForLack(path, { value: [] }, { kind: "FileStorage" })).toBe(true);
  expect(isEmptyForLack(path, { value: [{}] }, { kind: "FileStorage" })).toBe(false);
  expect(isEmptyForLack(path, { value: [] }, standard)).toBe(false);
});
