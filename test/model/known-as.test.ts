import { expect, test } from "vitest";
import { suggestType, typesKnownAs } from "../../src/model/known-as.ts";
import { loadModel } from "../../src/model/load.ts";

const model = loadModel("schema");
const namesOf = (written: string) => typesKnownAs(model, written).map(({ name }) => name);

test("every asset type is found by what the cloud calls it, in any case and number", () => {
  for (const { name, source } of model.types.values()) {
    const type = source?.resourceType;
    if (type === undefined) continue;
    const last = type.split("/").at(-1)!;
    for (const written of [type, type.toLowerCase(), last, last.toLowerCase()])
      expect(namesOf(written), written).toContain(name);
  }
});

test.each([
  ["virtualMachine", ["VM"]],
  ["azurerm_storage_account", ["StorageAccount"]],
  ["azurerm_linux_virtual_machine", ["VM"]],
  ["azurerm_network_security_group", ["SecurityGroup"]],
  ["azurerm_network_security_rule", ["SecurityGroupRule"]],
  ["azurerm_key_vault", ["KMSVault"]],
  ["azurerm_key_vault_key", ["KMSKey"]],
  ["azurerm_public_ip", ["StaticIP"]],
  ["azurerm_kubernetes_cluster", ["Cluster"]],
  ["azurerm_mssql_server", ["SQLServer"]],
  ["azurerm_mssql_firewall_rule", ["SQLServerFirewallRule"]],
  ["azurerm_cosmosdb_account", ["CosmosDBAccount"]],
  ["azurerm_redis_cache", ["RedisInstance"]],
  ["azurerm_lb", ["LoadBalancer"]],
  ["azurerm_linux_web_app", ["Site"]],
  ["azurerm_linux_function_app", ["FunctionApp"]],
  ["azurerm_subnet", ["Subnet"]],
  ["azurerm_role_assignment", ["IAMRoleAssignment"]],
  ["azurerm_security_center_contact", ["SecurityContact"]],
  ["azurerm_monitor_diagnostic_setting", ["DiagnosticSetting"]],
  ["azurerm_postgresql_flexible_server_configuration", ["PostgreSQLFlexibleServerConfiguration"]],
  ["azuread_service_principal", ["ServicePrincipal"]],
  ["servers", ["MariaDBServer", "MySQLServer", "PostgreSQLServer", "SQLServer"]],
  // The last word alone is said of too many things.
  ["storageAccountKeys", []],
  ["nothing_of_the_kind", []],
  ["", []],
  ["virtualMachines".repeat(100), []],
])("%j is another name of %j", (written, expected) => {
  expect(namesOf(written)).toEqual(expected);
});

test("what is known by another name is suggested before what is spelt alike, and only of the names there are", () => {
  const names = ["VM", "VirtualNetwork"];
  expect(suggestType(model, "virtualMachines", names)).toBe(' Did you mean "VM"?');
  expect(suggestType(model, "virtualMachines", ["VirtualNetwork"])).not.toContain('"VM"');
  expect(suggestType(model, "VirtualNetwrk", names)).toBe(' Did you mean "VirtualNetwork"?');
});
