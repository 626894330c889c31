import { azure } from "../../src/collect/azure/provider.ts";
import { describe, expect, test } from "vitest";
import { createNormaliser } from "../../src/collect/reading/normalise.ts";
import { typesRead } from "../../src/dialect/types-read.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import { createBuilder } from "../../src/inventory/build.ts";
import { loadModel } from "../../src/model/load.ts";
import type { AssetRecord, Collection, Inventory } from "../../src/types.ts";
import { openingsOf } from "../collect/azure/network/openings.ts";
import { network, rule } from "../collect/azure/network/networks.ts";
import { importAnswers } from "../library/judge.ts";
import { info } from "../engine/info.ts";

const model = loadModel("schema");
const normalise = createNormaliser(model, azure);
const readAt = "2026-11-20T08:00:00.000Z";
const types = ["VM", "NetworkInterface", "SecurityGroup", "StaticIP", "LoadBalancer"];

/** A machine with a Standard address behind a group that lets in port 22, in one connector. */
function estate(connector: string, port = "22"): readonly (readonly AssetRecord[])[] {
  const id = (type: string) =>
    `${connector}/resourceGroups/rg/providers/Microsoft.Network/${type}/x`;
  const read = (type: string, raw: { readonly id: string }) =>
    normalise(model.types.get(type)!, { name: "x", ...raw }, { connector, readAt });
  return [
    read("VM", {
      id: `${connector}/vm`,
      properties: { networkProfile: { networkInterfaces: [{ id: id("nics") }] } },
    } as { id: string }),
    read("NetworkInterface", {
      id: id("nics"),
      properties: {
        ipConfigurations: [{ name: "c", properties: { publicIPAddress: { id: id("ips") } } }],
        networkSecurityGroup: { id: id("groups") },
      },
    } as { id: string }),
    read("SecurityGroup", {
      id: id("groups"),
      properties: { securityRules: [rule("ssh", { port })], defaultSecurityRules: [] },
    } as { id: string }),
    read("StaticIP", {
      id: id("ips"),
      sku: { name: "Standard" },
      properties: { ipAddress: "20.1.2.3" },
    } as { id: string }),
  ];
}

function open(
  records: readonly AssetRecord[],
  connectors: readonly string[],
  complete: readonly string[] = types,
): Inventory {
  const builder = createBuilder(model, azure.derivations);
  for (const record of records) builder.add(record);
  for (const connector of connectors)
    for (const type of complete) {
      const collection: Collection = { type, connector, status: "complete", readAt, assets: 1 };
      builder.addCollection(collection);
    }
  return createInventory(model, builder.build(info));
}

const [one, two] = ["/subscriptions/1", "/subscriptions/2"];
const opening = (port: number) => `rule ssh of x lets any source reach 20.1.2.3:${port}/TCP`;

describe("what is derived", () => {
  test("does not depend on the order in which assets come, each in its connector", async () => {
    const records = [...estate(one!), ...estate(two!, "3389")];
    const alternating = records.map((_, i) => records[(i * 3) % records.length]!);
    for (const order of [records, records.toReversed(), alternating]) {
      const found = await openingsOf(
        open(order.flat(), [one!, two!]),
        "VM",
        "reachableFromInternetOn",
      );
      expect(found).toEqual({ names: [opening(22), opening(3389)], isDecided: true });
    }
  });

  test("rests on the later of two records with one id", async () => {
    const records = [...estate(one!, "80"), ...estate(one!, "443")].flat();
    const found = await openingsOf(open(records, [one!]), "VM", "reachableFromInternetOn");
    expect(found).toEqual({ names: [opening(443)], isDecided: true });
  });

  test("is not known where a connector was not read, and known in its neighbour", async () => {
    const records = [...estate(one!), ...estate(two!)].flat();
    const some = records.filter(({ connector, type }) => connector !== two || type !== "StaticIP");
    const inventory = open(some, [one!]);
    const where = {
      kind: "quantify",
      relation: "reachableFromInternetOn",
      quantifier: "SOME",
    } as const;
    const [selection] = await inventory.select([{ type: "VM", where }]);
    expect([selection!.matched, selection!.undecided]).toEqual([1, 1]);
  });
});

describe("a query over what is derived", () => {
  const where = {
    kind: "quantify",
    relation: "reachableFromInternetOn",
    quantifier: "SOME",
  } as const;

  test("reads the collections that it rests on", async () => {
    const { model } = await importAnswers(network({ address: "Standard", own: [] }));
    expect(typesRead(model, { type: "VM", where })).toEqual([
      "ApplicationGateway",
      "LoadBalancer",
      "NetworkInterface",
      "SecurityGroup",
      "StaticIP",
      "VM",
      "VirtualNetwork",
    ]);
    const firewall = { kind: "null", field: "webApplicationFirewallMode" } as const;
    expect(typesRead(model, { type: "ApplicationGateway", where: firewall })).toEqual([
      "ApplicationGateway",
      "ApplicationGatewayFirewallPolicy",
    ]);
  });

  test("names those that were not read where it is undecided", async () => {
    const refused = "Microsoft.Network/networkSecurityGroups";
    const inventory = await importAnswers(network({ address: "Basic", refused: [refused] }));
    const [selection] = await inventory.select([{ type: "VM", where }]);
    const [rows] = await selection!.rows("undecided");
    const [missing] = await inventory.explainMissing(rows!, where);
    const named = missing!.map(({ path, collection }) => [
      path,
      collection?.type,
      collection?.status,
    ]);
    expect(named).toEqual([["reachableFromInternetOn", "SecurityGroup", "denied"]]);
  });
});
