import type { Fact, Facts } from "../../../inventory/derivation.ts";

/** Names that Azure gives to its services: none of them leads to a machine. */
const services = [
  ...["azurewebsites.net", "azurestaticapps.net", "azurecontainerapps.io", "azure-api.net"],
  ...["core.windows.net", "database.windows.net", "servicebus.windows.net", "vault.azure.net"],
  ...["azurefd.net", "azureedge.net", "azurecr.io", "azmk8s.io", "azurewebsites.us"],
  ...["chinacloudsites.cn", "core.usgovcloudapi.net", "core.chinacloudapi.cn"],
];

/**
 * Whether a name in a pool could lead to an interface's configuration: `within` to its own address, `outside` to its public one. Names
 * that Azure gives to public addresses say whose they are; where other names lead is written in zones that are not read.
 */
export function couldName(
  name: string,
  configuration: Fact,
  facts: Facts,
): "within" | "outside" | "no" {
  const host = name.trim().toLowerCase().replace(/\.$/, "");
  const isOf = (suffix: string) => host === suffix || host.endsWith(`.${suffix}`);
  if (services.some(isOf)) return "no";
  if (isOf("cloudapp.azure.com"))
    return nameOfAddress(configuration, facts) === host ? "outside" : "no";
  return "within";
}

function nameOfAddress(configuration: Fact, facts: Facts): string | undefined {
  const id = configuration.value("publicIpAddressId");
  const address = typeof id === "string" ? facts.find("StaticIP", id) : undefined;
  return address && String(address.value("fqdn")).toLowerCase();
}
