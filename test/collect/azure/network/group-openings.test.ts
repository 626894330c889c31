import { expect, test } from "vitest";
import { importAnswers } from "../../../library/judge.ts";
import { openingsOf } from "./openings.ts";
import { network, rule } from "./networks.ts";

const deny = (more: object) => rule("no", { access: "Deny", priority: 100, ...more });

test.each([
  ["any source", [rule("ssh")], ["rule ssh of own lets any source reach port 22/TCP"]],
  [
    "a half in each of two rules, for several ports",
    [
      rule("a", { from: "0.0.0.0/1", port: "20-25" }),
      rule("b", { from: "128.0.0.0/1", port: ["22", "443"], priority: 300 }),
    ],
    ["rules a of own and b of own let any source reach port 22/TCP"],
  ],
  ["a denial of higher priority", [deny({}), rule("ssh")], []],
  [
    "a denial for one machine of many",
    [deny({ to: "10.0.0.5" }), rule("ssh")],
    ["rule ssh of own lets any source reach port 22/TCP"],
  ],
  [
    "a rule for one machine, and a denial for the same",
    [deny({ to: "10.0.0.5" }), rule("ssh", { to: "10.0.0.5" })],
    [],
  ],
  [
    "a rule for one machine",
    [rule("ssh", { to: "10.0.0.5" })],
    ["rule ssh of own lets any source reach port 22/TCP"],
  ],
  ["a rule for what goes out", [rule("ssh", { direction: "outbound" })], []],
  ["a rule without ports", [rule("none", { port: "" })], []],
  [
    "all protocols",
    [rule("all", { protocol: "any", port: "any" })],
    ["ports 0-65535/TCP", "ports 0-65535/UDP", "ICMP"].map(
      (what) => `rule all of own lets any source reach ${what}`,
    ),
  ],
] as const)("of a group with %s", async (_title, own, names) => {
  const inventory = await importAnswers(network({ own }));
  const found = await openingsOf(inventory, "SecurityGroup", "opensToInternetOn");
  expect(found).toEqual({ names, isDecided: true });
});

test("are not known where a rule is not, but for what is certain", async () => {
  const own = [rule("ssh"), rule("odd", { port: "ssh", priority: 300 })];
  const inventory = await importAnswers(network({ own }));
  const found = await openingsOf(inventory, "SecurityGroup", "opensToInternetOn");
  expect(found.names).toEqual(["rule ssh of own lets any source reach port 22/TCP"]);
});

test("are not known at all where some rule is not understood at all: it may deny before all others", async () => {
  const own = [rule("ssh"), "rule" as unknown as object];
  const inventory = await importAnswers(network({ own }));
  const found = await openingsOf(inventory, "SecurityGroup", "opensToInternetOn");
  expect(found).toEqual({ names: [], isDecided: false });
});
