import { describe, expect, test } from "vitest";
import type { Evidence } from "../../src/types.ts";
import { adviceOn } from "../../src/report/mending.ts";
import { fillPlaceholders } from "../../src/report/placeholders.ts";
import { check } from "./run.ts";

const id =
  "/subscriptions/11111111-1111-4111-8111-111111111111/resourcegroups/rg/providers/microsoft.network/networksecuritygroups/web";

const held = (path: string, found: string): Evidence => ({
  path,
  condition: `= "${found}"`,
  found,
});

describe("a placeholder in angle brackets", () => {
  const command = "az network nsg rule update --ids {{asset.id}}/securityRules/<rule-name>";
  const asset = { id, name: "web", connector: null };
  const ruleIn = (...paths: readonly string[]) =>
    fillPlaceholders(command, { ...asset, because: paths.map((path) => held(path, "x")) })
      .split("/")
      .at(-1);

  test.each([
    ["the key of the part at fault", ["rules[ssh].port", "rules[ssh].action"], "ssh"],
    ["the rule that an opening names", ["opens[rule ssh of web lets any source in].port"], "ssh"],
    ["nothing where two are at fault", ["rules[ssh].port", "rules[rdp].port"], "<rule-name>"],
    ["nothing of another asset", ["opens[rule ssh of db lets any source in].port"], "<rule-name>"],
    ["nothing of a related asset", ["groups[db].rules[ssh].port"], "<rule-name>"],
    ["nothing that a shell would read", ["rules[$(x)].port"], "<rule-name>"],
    ["nothing without evidence", [], "<rule-name>"],
  ])("is %s", (_title, paths, expected) => {
    expect(ruleIn(...paths)).toBe(expected);
  });

  test("is the name in the asset's own id", () => {
    const key = { id: "/subscriptions/s/vaults/kv-a/keys/k", name: "k", connector: null };
    expect(fillPlaceholders("az x --vault-name <vault-name> <region>", key)).toBe(
      "az x --vault-name kv-a <region>",
    );
  });
});

describe("of several ways back the one is shown that applies to what was found", () => {
  const backOut = [
    "Where the plan was `Free` before (or had no row), set it to Free:",
    "```sh\naz plan free\n```",
    "Where it was on in another form, put the saved state back:",
    "```sh\naz plan saved\n```",
  ].join("\n\n");
  const one = check("some", { guidance: [{ heading: "Back-out plan", body: backOut }] });
  const undoOf = (...because: readonly Evidence[]) =>
    adviceOn(one, { id, name: "web", connector: null, because }).find(
      ({ label }) => label === "To undo:",
    )?.text;

  test.each<readonly [string, readonly Evidence[], string]>([
    ["nothing was there", [{ path: "pricing", condition: "none" }], "az plan free"],
    [
      "no such one was there",
      [{ path: "pricing", condition: 'none of 16 has name = "X"' }],
      "az plan free",
    ],
    ["the value that it names", [held("pricing[X].pricingTier", "Free")], "az plan free"],
    ["another value", [held("pricing[X].subPlan", "P1")], "az plan saved"],
    ["unknown", [], "Where the plan was Free before (or had no row), set it to Free."],
  ])("%s", (_title, because, expected) => {
    expect(undoOf(...because)).toBe(expected);
  });
});
