import { expect, test } from "vitest";
import { publicWords } from "../../../src/collect/azure/public-words.ts";
import { createRedactor } from "../../../src/collect/azure/redact.ts";
import { loadModel } from "../../../src/model/load.ts";

// Names that a person gave are planted in the shapes in which services answer; every one holds the word "planted".

const words = publicWords(loadModel("schema"));
const guid = "72ae0e3b-7cce-57ae-8f5b-4f85fd13cc53";
const id = `/subscriptions/${guid}/resourceGroups/planted-group/providers/Microsoft.Storage/storageAccounts/planted7`;
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** The text, and what its runs of base64 and its percent signs stand for. */
function readings(text: string): string {
  const unpacked = [...text.matchAll(/[\w+/=-]{12,}/g)].map(([run]) =>
    Buffer.from(run, "base64").toString("latin1"),
  );
  const plain = text.replace(/%([0-9a-f]{2})/gi, (_sign, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return [text, plain, ...unpacked].join("\n");
}

test.each<readonly [string, object]>([
  ["an id in base64", { id, next: base64(id) }],
  ["a name in JSON in base64", { id, next: base64(JSON.stringify({ name: "planted7" })) }],
  [
    "a name in base64url, not at its beginning",
    { id, next: base64("go:planted7").replace(/=+$/, "") },
  ],
  ["a percent-encoded id", { id, portal: encodeURIComponent(id) }],
  ["capitals", { id, also: "X-PLANTED7-Y" }],
  ["JSON within a text", { id, data: JSON.stringify({ displayName: "Planted Person" }) }],
  [
    "parts of a resource without an id",
    { properties: { securityRules: [{ name: "planted", properties: { access: "Allow" } }] } },
  ],
  [
    "parts of a gateway",
    {
      properties: {
        probes: [{ name: "planted-probe" }],
        urlPathMaps: [
          { name: "planted-map", properties: { pathRules: [{ name: "planted-rule" }] } },
        ],
      },
    },
  ],
  [
    "what alerts pass on",
    { properties: { actions: [{ webHookProperties: { plantedKey: "planted" } }] } },
  ],
  [
    "a script",
    {
      properties: {
        commandToExecute: "sh /opt/planted/run.sh",
        userData: base64("planted user data"),
      },
    },
  ],
  [
    "names of hosts",
    { properties: { internalFqdn: "planted.local", CNAMERecord: { cname: "planted.io" } } },
  ],
  ["a certificate", { properties: { subject: "CN=planted.io", friendlyName: "planted" } }],
  ["a place of one's own", { extendedLocation: { name: "planted-edge", type: "CustomLocation" } }],
  [
    "parameters",
    {
      properties: {
        parameters: { plantedList: { value: ["planted-one"] }, effect: { value: "planted" } },
      },
    },
  ],
  [
    "dimensions of an alert",
    { properties: { dimensions: [{ name: "planted", operator: "Include", values: ["planted"] }] } },
  ],
  [
    "steps of a workflow",
    { properties: { definition: { actions: { Mail_planted: { inputs: { to: "planted" } } } } } },
  ],
  ["what an error is about", { error: { code: "NotFound", target: "planted", message: "No." } }],
  ["an error that quotes nothing", { error: { message: "Vault planted-vault7 was not found." } }],
  [
    "an error of a policy",
    {
      error: {
        additionalInfo: [
          { info: { policyAssignmentName: "planted", policyDefinitionDisplayName: "Planted" } },
        ],
      },
    },
  ],
])("%s is redacted", (_title, value) => {
  const redactor = createRedactor("salt", words);
  const redacted = redactor.bodyAgain(redactor.body(JSON.stringify(value)));
  expect(readings(redacted)).not.toMatch(/planted/i);
});

test("what is nested deeper than answers are ends nothing, and is left out", () => {
  const deep = `${"[".repeat(100_000)}"planted"${"]".repeat(100_000)}`;
  expect(createRedactor("salt", words).body(deep)).toBe(
    "An answer that was nested more than 200 deep was left out.\n",
  );
});

test("telephone numbers and machines of a few characters are redacted wherever they stand", () => {
  const query = 'Heartbeat | where Computer in ("vm01", "SRV12") or Caller has "+46 70 123 45 67"';
  const redacted = createRedactor("salt", words).body(JSON.stringify({ query }));
  expect(redacted).not.toMatch(/vm01|srv12|123 45 67/i);
});

test("words of the trade that hold a digit stay in messages", () => {
  const message = "The TLS1_2 setting of IPv4 at v2 needs oauth2 and sha256.";
  expect(JSON.parse(createRedactor("salt", words).body(JSON.stringify({ message })))).toEqual({
    message,
  });
});
