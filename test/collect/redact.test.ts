import { expect, test } from "vitest";
import { createRedactor } from "../../src/collect/redact.ts";

const redactor = createRedactor("salt");
const guid = "72ae0e3b-7cce-57ae-8f5b-4f85fd13cc53";
const body = (value: unknown) => JSON.parse(redactor.body(JSON.stringify(value)));

test("the same original always gets the same replacement, whatever its case, and another salt another", () => {
  const [lower, upper] = [guid, guid.toUpperCase()].map((id) => redactor.text(id));
  expect(lower).toBe(upper);
  expect(lower).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(createRedactor("pepper").text(guid)).not.toBe(lower);
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
