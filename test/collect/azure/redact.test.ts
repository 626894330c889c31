import { expect, test } from "vitest";
import { publicWords } from "../../../src/collect/azure/public-words.ts";
import { createRedactor } from "../../../src/collect/azure/redact.ts";
import { loadModel } from "../../../src/model/load.ts";

const words = publicWords(loadModel("schema"));
const redactor = createRedactor("salt", words);
const guid = "72ae0e3b-7cce-57ae-8f5b-4f85fd13cc53";
const body = (value: unknown) => JSON.parse(redactor.body(JSON.stringify(value)));

test("the same original always gets the same replacement, whatever its case, and another salt another", () => {
  const [lower, upper] = [guid, guid.toUpperCase()].map((id) => redactor.text(id));
  expect(lower).toBe(upper);
  expect(lower).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(createRedactor("pepper", words).text(guid)).not.toBe(lower);
});

test("ids keep their types and lose their names, as paths do", () => {
  const id = `/subscriptions/${guid}/resourceGroups/rg-secret/providers/Microsoft.Storage/storageAccounts/secretstore/blobServices/default`;
  const redacted = body({ id, name: "default" });
  expect(redacted.id).toBe(redactor.path(id));
  expect(redacted.id).toMatch(
    /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/n\w{11}\/providers\/Microsoft\.Storage\/storageAccounts\/n\w{11}\/blobServices\/default$/,
  );
  expect(redacted.name).toBe("default");
});

test("a name changes as it does in its id, wherever it stands", () => {
  const id = `/subscriptions/${guid}/resourceGroups/rg-secret/providers/Microsoft.Storage/storageAccounts/secretstore`;
  const { name, resourceGroup, properties } = body({
    ...{ id, name: "secretstore", resourceGroup: "rg-secret" },
    properties: { blob: "https://secretstore.blob.core.windows.net/container" },
  });
  const segments = redactor.path(id).split("/");
  expect([name, resourceGroup]).toEqual([segments.at(-1), segments[4]]);
  expect(properties.blob).toContain(`https://${name}.blob.core.windows.net/`);
});

test.each([
  ["a@secret.io;b@secret.io", 2],
  ["a@secret.io, b@secret.io", 2],
  ["", 0],
  [";", 0],
  [" , ", 0],
])("addresses %j stay as many, parted as they were", (emails, count) => {
  const redacted: string = body({ properties: { emails } }).properties.emails;
  expect(redacted.replace(/[^;,\s]+/g, "")).toBe(emails.replace(/[^;,\s]+/g, ""));
  expect(redacted.split(/[;,]/).filter((one) => one.trim() !== "")).toHaveLength(count);
  expect(redacted).not.toContain("secret");
});

test("a malformed address stays malformed", () => {
  const redacted: string = body({ emails: "helpdesk(at)secret.io" }).emails;
  expect(redacted).toMatch(/^[a-z]{8}\([a-z]{2}\)[a-z]{6}\.[a-z]{2}$/);
  expect(redacted).not.toContain("secret");
});

test("what checks compare is kept", () => {
  const kept = {
    type: "Microsoft.Security/pricings",
    name: "VirtualMachines",
    location: "westeurope",
    sku: { name: "Standard_LRS" },
    properties: {
      pricingTier: "Standard",
      enabled: true,
      minimumTlsVersion: "TLS1_2",
      ports: [22, "8000-8100"],
      prefix: "0.0.0.0/0",
      own: "10.1.2.3",
      empty: null,
    },
  };
  const id = `/subscriptions/${guid}/providers/Microsoft.Security/pricings/VirtualMachines`;
  expect(body({ id, ...kept })).toMatchObject(kept);
});

test("people, machines, public addresses and tags lose what they say", () => {
  const redacted = JSON.stringify(
    body({
      displayName: "Secret Logistics",
      tags: { owner: "jane secret" },
      properties: {
        phone: "+46 8 5550 0199",
        fqdn: "secret.example.org",
        ip: "52.174.1.9",
        createdBy: "jane.secret",
      },
      managementGroupAncestorsChain: [{ name: "secret-root", displayName: "Secret root" }],
      nextLink: `https://management.azure.com/subscriptions?$skiptoken=secret`,
    }),
  );
  expect(redacted).not.toMatch(/secret|jane|5550|52\.174/i);
  expect(redacted).toMatch(
    /"nextLink":"https:\/\/management\.azure\.com\/subscriptions\?\$skiptoken=\w+"/,
  );
});

test("text that is no JSON is redacted, too", () => {
  const page = `<p>No role for jane@secret.io on /subscriptions/${guid}/resourceGroups/secret</p>`;
  expect(redactor.body(page)).not.toMatch(/secret|jane|72ae0e3b/);
});

test.each([
  ["shop.secret.com", /^n\w{11}\.n\w{11}\.example$/],
  ["login.secret.com", /^n\w{11}\.n\w{11}\.example$/],
  ["secret-shop.azurewebsites.net", /^n\w{11}\.azurewebsites\.net$/],
  ["secret.westeurope.cloudapp.azure.com", /^n\w{11}\.westeurope\.cloudapp\.azure\.com$/],
  ["secret-1.portal.hcp.westeurope.azmk8s.io", /^n\w{11}\.portal\.hcp\.westeurope\.azmk8s\.io$/],
  ["a.secret.database.windows.net", /^n\w{11}\.n\w{11}\.database\.windows\.net$/],
  ["mail.secret.com.", /^n\w{11}\.n\w{11}\.example\.$/],
  ["management.azure.com", /^management\.azure\.com$/],
  ["10.1.2.3", /^10\.1\.2\.3$/],
])("of the host %j every label is replaced but the public ones", (host, expected) => {
  expect(body({ fqdn: host }).fqdn).toMatch(expected);
  expect(redactor.text(`https://${host}/`)).toBe(`https://${body({ fqdn: host }).fqdn}/`);
});

test("a tenant's domain is replaced, its GUID as everywhere", () => {
  expect(redactor.tenant("secret.com")).toMatch(/^n\w{11}\.example$/);
  expect(redactor.tenant("secret.onmicrosoft.com")).toMatch(/^n\w{11}\.onmicrosoft\.com$/);
  expect(redactor.tenant(guid)).toBe(redactor.text(guid));
});

test("what is made of customers' names is replaced, wherever the service puts it", () => {
  const text = JSON.stringify(
    body({
      tags: { "secret-cost-center": "42" },
      properties: {
        nodeResourceGroup: "MC_secret_westeurope",
        webSpace: "secret-WestEuropewebspace",
        repositorySiteName: "secret-shop",
        ftpUsername: "secret-shop\\$secret-shop",
        publishingUsername: "$secret-shop",
        ftpsHostName: "ftps://secret-shop.ftp.azurewebsites.windows.net/site/wwwroot",
        loginServer: "secretacr.azurecr.io",
        reverseFqdn: "mail.secret.com.",
        eventHubName: "secret-hub",
        roleName: "Secret Operators",
        linuxFxVersion: "DOCKER|secretacr.azurecr.io/secret/shop:1",
        storageProfile: { osDisk: { name: "secret_OsDisk_1" } },
        agentPoolProfiles: [{ name: "secretpool" }],
        hostNameSslStates: [{ name: "shop.secret.com" }],
        customDomain: { name: "files.secret.com" },
        ipSecurityRestrictions: [{ name: "secret office", ipAddress: "20.8.8.8/32" }],
        locations: [{ id: "secret-westeurope" }],
        publicKeys: [
          { path: "/home/secret/.ssh/authorized_keys", keyData: "ssh-rsa AAAA me@secret" },
        ],
        sourceAddressPrefixes: ["2a02:8071:1234::5", "2a02:8071:1234::/48"],
      },
    }),
  );
  expect(text).not.toMatch(/secret|20\.8\.8\.8|2a02|8071/i);
  expect(text).toContain("/48");
  expect(text).toContain(".azurecr.io/");
});

test("a resource group is the same where a property names it", () => {
  const group = "MC_secret_westeurope";
  const { nodeResourceGroup } = body({ nodeResourceGroup: group });
  expect(redactor.path(`/subscriptions/${guid}/resourceGroups/${group}`)).toContain(
    `/resourceGroups/${nodeResourceGroup}`,
  );
});

test("names, times, runtimes and addresses that checks compare are kept", () => {
  const kept = {
    sku: { name: "Standard" },
    extensions: [{ name: "AgentlessDiscovery", isEnabled: "True" }],
    properties: { type: "BuiltInRole", roleName: "Owner" },
    linuxFxVersion: "NODE|20-lts",
    time: "08:00:00",
    createdTime: "2026-11-20T08:00:00Z",
    prefixes: ["::/0", "fd00::1", "fe80::1", "0.0.0.0/0"],
  };
  expect(body(kept)).toEqual(kept);
});

const account = `/subscriptions/${guid}/resourceGroups/rg-secretgroup/providers/Microsoft.Storage/storageAccounts/secretstore`;

test.each([
  [
    "labels of nodes",
    {
      properties: {
        agentPoolProfiles: [{ name: "pool1", nodeLabels: { SECRETLABEL: "SECRETVALUE" } }],
      },
    },
  ],
  [
    "an error",
    {
      error: {
        code: "ResourceNotFound",
        message:
          "The Resource 'Microsoft.Storage/storageAccounts/SECRETSTORE' under resource group 'rg-SECRETGROUP' was not found.",
      },
    },
  ],
  ["an error in double quotes", { error: { message: 'Vault "secretvault" is gone.' } }],
  [
    "a site",
    {
      id: `/subscriptions/${guid}/resourceGroups/rg/providers/Microsoft.Web/sites/SECRETSHOP`,
      name: "SECRETSHOP",
      properties: {
        name: "SECRETSHOP",
        deploymentId: "SECRETSHOP",
        computed: "secretshop-slot",
        siteProperties: {
          properties: [
            {
              name: "LinuxFxVersion",
              value: "DOCKER|secretregistry.azurecr.io/SECRETIMAGE:latest",
            },
          ],
        },
      },
    },
  ],
  ["a metric", { id: account, properties: { metricId: `${guid}:secretstore` } }],
  [
    "a setting without its slash",
    {
      id: `subscriptions/${guid}/providers/microsoft.insights/diagnosticSettings/SECRETSETTING`,
      name: "SECRETSETTING",
    },
  ],
  [
    "what is named after something",
    { id: account, properties: { note: "see MC_rg-secretgroup_x and secretstore_1" } },
  ],
  [
    "a container",
    {
      properties: {
        containers: [{ name: "secret-box", image: "secretregistry.azurecr.io/secret:1" }],
      },
    },
  ],
  [
    "a display name elsewhere",
    { displayName: "Secretan Logistics", properties: { value: "of secretan logistics" } },
  ],
  ["metadata", { properties: { metadata: { secretkey: "secretvalue" } } }],
  [
    "a person's contact",
    { id: `/subscriptions/${guid}/providers/Microsoft.Security/securityContacts/jane-secret.com` },
  ],
])("nothing is left of a name in %s", (_title, original) => {
  const own = createRedactor("salt", words);
  own.path(account);
  expect(own.body(JSON.stringify(original))).not.toMatch(/secret/i);
});

test("a name that only a later answer tells is taken out of earlier ones", () => {
  const own = createRedactor("salt", words);
  const early = own.body(JSON.stringify({ value: [{ query: "of hidden-store-1" }] }));
  const late = own.body(JSON.stringify({ id: account.replace("secretstore", "hidden-store-1") }));
  const name = JSON.parse(late).id.split("/").at(-1);
  expect(JSON.parse(own.bodyAgain(early))).toEqual({ value: [{ query: `of ${name}` }] });
});

test("words of the service stay, whoever is called like them", () => {
  const own = createRedactor("salt", words);
  for (const name of [
    "Standard",
    "linux",
    "default",
    "storageAccounts",
    "Enabled",
    "managedinstance",
  ])
    own.path(account.replace("secretstore", name));
  const kept = {
    kind: "app,linux",
    sku: { name: "Standard" },
    type: "Microsoft.Sql/managedInstances",
    state: "Enabled",
    properties: { mode: "Enabled", plan: "standard" },
  };
  expect(JSON.parse(own.body(JSON.stringify(kept)))).toEqual(kept);
  const id = `/subscriptions/${guid}/providers/Microsoft.Sql/managedInstances/x`;
  expect(JSON.parse(own.body(JSON.stringify({ id }))).id).toMatch(/\/managedInstances\/n\w{11}$/);
});
