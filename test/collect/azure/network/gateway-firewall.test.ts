import { expect, test } from "vitest";
import { idOf, refusedRows, row, rows, type Answers } from "../../../library/answers.ts";
import { importAnswers } from "../../../library/judge.ts";

const gateway = "Microsoft.Network/applicationGateways";
const policy = "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies";
const named = (name: string) => ({ firewallPolicy: { id: idOf(policy, name).toUpperCase() } });
const place = (name: string, properties: object = {}) => ({ name, properties });
const paths = (...pathRules: object[]) => ({
  urlPathMaps: [{ name: "map", properties: { pathRules } }],
});
const settings = (enabled: boolean, firewallMode: string) => ({
  webApplicationFirewallConfiguration: { enabled, firewallMode },
});

const policies = rows(
  policy,
  row(policy, "stops", { policySettings: { state: "Enabled", mode: "Prevention" } }),
  row(policy, "watches", { policySettings: { state: "enabled", mode: "detection" } }),
  row(policy, "off", { policySettings: { state: "Disabled", mode: "Detection" } }),
  row(policy, "silent", {}),
);

const missing = Symbol("missing");

async function firewallOf(properties: object, more: Answers = policies): Promise<unknown[]> {
  const inventory = await importAnswers({
    ...rows(gateway, row(gateway, "gw", properties)),
    ...more,
  });
  const fields = [
    "webApplicationFirewallEnabled",
    "webApplicationFirewallMode",
    "firewallPolicyId",
  ];
  const [all, ...undecided] = await inventory.select([
    { type: "ApplicationGateway" },
    ...fields.map(
      (field) => ({ type: "ApplicationGateway", where: { kind: "null", field } }) as const,
    ),
  ]);
  const [gateways] = await all!.rows("matched");
  const read = await inventory.read(gateways!, fields);
  return read.map(([value], i) => {
    if (undecided[i]!.undecided === 1) return missing;
    return typeof value === "string" ? value.split("/").at(-1) : value;
  });
}

test.each([
  ["nothing at all", {}, [null, null, null]],
  ["its own settings", settings(true, "Detection"), [true, "Detection", null]],
  ["its own settings, off", settings(false, "Prevention"), [false, "Prevention", null]],
  ["a policy", named("stops"), [true, "Prevention", "stops"]],
  ["a policy that only watches", named("watches"), [true, "Detection", "watches"]],
  ["a policy that is off", named("off"), [false, "Detection", "off"]],
  [
    "a policy before its own settings",
    { ...settings(true, "Prevention"), ...named("watches") },
    [true, "Detection", "watches"],
  ],
  [
    "policies on all listeners",
    { httpListeners: [place("a", named("stops")), place("b", named("stops"))] },
    [true, "Prevention", "stops"],
  ],
  [
    "a policy on one of two listeners",
    { httpListeners: [place("a", named("stops")), place("b")] },
    [false, "Prevention", "stops"],
  ],
  [
    "a policy of its own, and one that watches on a listener",
    { ...named("stops"), httpListeners: [place("a"), place("b", named("watches"))] },
    [true, "Detection", "stops"],
  ],
  [
    "a policy on a path rule alone",
    { httpListeners: [place("a")], ...paths(place("p", named("watches")), place("q")) },
    [false, "Detection", "watches"],
  ],
  ["a policy that does not say", named("silent"), [missing, missing, "silent"]],
  ["a policy that is not there", named("elsewhere"), [missing, missing, "elsewhere"]],
])("a gateway with %s", async (_title, properties, expected) => {
  expect(await firewallOf(properties)).toEqual(expected);
});

test("policies that could not be read leave open what they alone say", async () => {
  const refused = refusedRows(policy);
  expect(await firewallOf(named("stops"), refused)).toEqual([missing, missing, "stops"]);
  expect(await firewallOf(settings(true, "Prevention"), refused)).toEqual([
    true,
    "Prevention",
    null,
  ]);
  const half = { httpListeners: [place("a", named("stops")), place("b")] };
  expect(await firewallOf(half, refused)).toEqual([false, missing, "stops"]);
});
