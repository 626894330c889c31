import { describe, expect, test } from "vitest";
import { importAnswers } from "../../../library/judge.ts";
import { openingsOf } from "./openings.ts";
import { idOf } from "../../../library/answers.ts";
import {
  balancerOf,
  frontOfBalancer,
  inPool,
  type Network,
  network,
  rule,
  subnet,
  toMachine,
  toPool,
  types,
} from "./networks.ts";

const deny = (more: Record<string, unknown>) =>
  rule("no", { access: "Deny", priority: 100, ...more });
const application = idOf("Microsoft.Network/applicationSecurityGroups", "web");
const ssh = ["rule ssh of own lets any source reach 20.1.2.3:22/TCP"];
const [halves4, halves6] = [
  ["0.0.0.0/1", "128.0.0.0/1"],
  ["::/1", "8000::/1"],
];

/** A machine with a Standard address behind a group of its own with these rules. */
const behind = (...own: readonly object[]): Network => ({ address: "Standard", own });
const floating = balancerOf({
  rules: [{ ...toPool, frontendPort: 22, backendPort: 22, enableFloatingIP: true }],
});
const open = (more?: Record<string, unknown>) => behind(rule("ssh", more));

/** Each network with what the internet reaches of its machine. */
const certain: readonly (readonly [string, Network, readonly string[]])[] = [
  ["any source", open(), ssh],
  ["all of IPv4 as a prefix with other bits", open({ from: "10.1.2.3/0" }), ssh],
  ["two halves in one rule", open({ from: halves4 }), ssh],
  [
    "four quarters in one rule",
    open({ from: ["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"] }),
    ssh,
  ],
  ["one half alone", open({ from: halves4!.slice(0, 1) }), []],
  ["three quarters", open({ from: ["0.0.0.0/1", "128.0.0.0/2"] }), []],
  [
    "every public network and no private one",
    open({ from: ["0.0.0.0/5", "8.0.0.0/7", "11.0.0.0/8", "12.0.0.0/6", ...rest()] }),
    ssh,
  ],
  [
    "a half in each of two rules",
    behind(rule("a", { from: "0.0.0.0/1" }), rule("b", { from: "128.0.0.0/1", priority: 300 })),
    ["rules a of own and b of own let any source reach 20.1.2.3:22/TCP"],
  ],
  [
    "the tag in small letters",
    open({ from: "internet", access: "allow", direction: "INBOUND" }),
    ssh,
  ],
  ["a network of one's own", open({ from: "198.51.100.0/24" }), []],
  ["only the virtual network", open({ from: "VirtualNetwork" }), []],
  ["only Azure's load balancers", open({ from: "azureloadbalancer" }), []],
  [
    "an application security group as source",
    open({ from: "", sourceApplicationSecurityGroups: [{ id: application }] }),
    [],
  ],
  ["no rule but Azure's own", behind(), []],
  ["a denial before", behind(deny({}), rule("ssh")), []],
  ["a denial behind", behind(deny({ priority: 300 }), rule("ssh")), ssh],
  ["a denial for some addresses", behind(deny({ from: "20.0.0.0/8" }), rule("ssh")), ssh],
  ["a denial for both halves", behind(deny({ from: halves4!.concat(halves6!) }), rule("ssh")), []],
  ["a denial for another protocol", behind(deny({ protocol: "Udp" }), rule("ssh")), ssh],
  ["a denial for some source ports", behind(deny({ sourcePortRange: "1024" }), rule("ssh")), ssh],
  ["a denial for another machine", behind(deny({ to: "10.0.0.5" }), rule("ssh")), ssh],
  [
    "a denial in the middle of a range",
    behind(deny({ port: "22" }), rule("range", { port: "20-25" })),
    [
      "rule range of own lets any source reach 20.1.2.3:20-21/TCP",
      "rule range of own lets any source reach 20.1.2.3:23-25/TCP",
    ],
  ],
  [
    "several ranges and ports",
    open({ port: ["22", "8000-8001"] }),
    [...ssh, "rule ssh of own lets any source reach 20.1.2.3:8000-8001/TCP"],
  ],
  [
    "every protocol and port",
    open({ protocol: "*", port: "*" }),
    [
      "rule ssh of own lets any source reach 20.1.2.3:0-65535/TCP",
      "rule ssh of own lets any source reach 20.1.2.3:0-65535/UDP",
      "rule ssh of own lets any source reach 20.1.2.3/ICMP",
    ],
  ],
  ["the rule is for another machine", open({ to: "10.0.0.5" }), []],
  ["the rule is for the machine's network", open({ to: "10.0.0.0/24" }), ssh],
  [
    "the rule is for an application security group that the machine is in",
    {
      ...open({ to: "", destinationApplicationSecurityGroups: [{ id: application }] }),
      configuration: { applicationSecurityGroups: [{ id: application.toUpperCase() }] },
    },
    ssh,
  ],
  ["IPv6 only, at an address of IPv4", open({ from: halves6 }), []],
  [
    "IPv6 only, at an address of IPv6",
    { ...open({ from: "::/0" }), version: "IPv6" },
    ["rule ssh of own lets any source reach 2603::9:22/TCP"],
  ],
  ["the subnet's group denies", { ...open(), subnet: [] }, []],
  [
    "both groups let in, each another part",
    { ...open({ port: "20-30" }), subnet: [rule("low", { port: "10-22" })] },
    ["rules ssh of own and low of wide let any source reach 20.1.2.3:20-22/TCP"],
  ],
  [
    "only the subnet has a group",
    { address: "Standard", subnet: [rule("ssh")] },
    ["rule ssh of wide lets any source reach 20.1.2.3:22/TCP"],
  ],
  [
    "no group, a Basic address",
    { address: "Basic" },
    ["TCP", "UDP", "ICMP"].map(
      (one) =>
        `no security group keeps any source from 20.1.2.3${one === "ICMP" ? "" : ":0-65535"}/${one}`,
    ),
  ],
  ["no group, a Standard address", { address: "Standard" }, []],
  ["no address", { own: [rule("ssh")] }, []],
  [
    "no address, behind an inbound NAT rule",
    {
      own: [rule("ssh")],
      balancers: [balancerOf({ nats: [{ ...toMachine, frontendPort: 50001, backendPort: 22 }] })],
    },
    ["rule ssh of own lets any source reach 20.9.9.9:50001/TCP (port 22 of the machine)"],
  ],
  [
    "no address, behind an inbound NAT rule for a pool",
    {
      own: [rule("ssh")],
      configuration: inPool,
      balancers: [
        balancerOf({
          nats: [
            { ...toPool, frontendPortRangeStart: 500, frontendPortRangeEnd: 599, backendPort: 22 },
          ],
        }),
      ],
    },
    ["rule ssh of own lets any source reach 20.9.9.9:500/TCP (port 22 of the machine)"],
  ],
  [
    "no address, in a pool that a rule spreads over",
    {
      own: [rule("any", { port: "*", protocol: "*" })],
      configuration: inPool,
      balancers: [balancerOf({ rules: [{ ...toPool, frontendPort: 22, backendPort: 22 }] })],
    },
    ["rule any of own lets any source reach 20.9.9.9:22/TCP"],
  ],
  [
    "behind a balancer whose address floats, and rules for every address",
    {
      own: [rule("ssh")],
      configuration: inPool,
      balancers: [floating],
    },
    ["rule ssh of own lets any source reach 20.9.9.9:22/TCP"],
  ],
  [
    "behind a balancer whose address floats, and no rule at all",
    { own: [], configuration: inPool, balancers: [floating] },
    [],
  ],
  [
    "no address, in a pool of addresses",
    {
      own: [rule("ssh")],
      balancers: [
        balancerOf({
          rules: [{ ...toPool, frontendPort: 22, backendPort: 22 }],
          pool: {
            loadBalancerBackendAddresses: [
              {
                properties: {
                  ipAddress: "10.0.0.4",
                  virtualNetwork: { id: subnet.split("/subnets")[0] },
                },
              },
            ],
          },
        }),
      ],
    },
    ["rule ssh of own lets any source reach 20.9.9.9:22/TCP"],
  ],
  [
    "behind a balancer within the network",
    {
      own: [rule("ssh")],
      configuration: inPool,
      balancers: [
        balancerOf({
          rules: [{ ...toPool, frontendPort: 22, backendPort: 22 }],
          front: { privateIPAddress: "10.0.0.9" },
        }),
      ],
    },
    [],
  ],
  [
    "behind a balancer, and the group keeps shut",
    {
      own: [],
      configuration: inPool,
      balancers: [balancerOf({ rules: [{ ...toPool, frontendPort: 22, backendPort: 22 }] })],
    },
    [],
  ],
  [
    "behind a Standard balancer, and no group at all",
    {
      configuration: inPool,
      balancers: [balancerOf({ rules: [{ ...toPool, frontendPort: 22, backendPort: 22 }] })],
    },
    [],
  ],
  [
    "balancers refused, and no address is a balancer's",
    { own: [rule("ssh")], balancers: "unread" },
    [],
  ],
  ["the address refused, and the group keeps shut", { address: "unread", own: [] }, []],
  [
    "a Bastion's address is another's",
    {
      own: [rule("ssh")],
      otherAddress: idOf("Microsoft.Network/bastionHosts", "b/ipConfigurations/c"),
    },
    [],
  ],
];

/** The rest of the public networks of version 4, from 16.0.0.0 on. */
function rest(): readonly string[] {
  return [
    "16.0.0.0/4",
    "32.0.0.0/3",
    "64.0.0.0/2",
    "128.0.0.0/3",
    "160.0.0.0/5",
    "168.0.0.0/6",
  ].concat(
    [
      "172.0.0.0/12",
      "172.32.0.0/11",
      "172.64.0.0/10",
      "172.128.0.0/9",
      "173.0.0.0/8",
      "174.0.0.0/7",
    ],
    ["176.0.0.0/4", "192.0.0.0/9", "192.128.0.0/11", "192.160.0.0/13", "192.169.0.0/16"],
    ["192.170.0.0/15", "192.172.0.0/14", "192.176.0.0/12", "192.192.0.0/10", "193.0.0.0/8"],
    ["194.0.0.0/7", "196.0.0.0/6", "200.0.0.0/5", "208.0.0.0/4"],
  );
}

/** Networks of which something that matters is not known, with what is certain all the same. */
const uncertain: readonly (readonly [string, Network, readonly string[]])[] = [
  ["the interface's own group was not read", { address: "Standard", own: "unread" }, []],
  ["groups refused, no group of its own", { address: "Basic", refused: [types.group] }, []],
  ["groups refused, a Standard address", { address: "Standard", refused: [types.group] }, []],
  ["the address was not read", { address: "unread", own: [rule("ssh")] }, []],
  [
    "behind a balancer whose address floats, and a rule for that address",
    { own: [rule("ssh", { to: "20.9.9.9" })], configuration: inPool, balancers: [floating] },
    [],
  ],
  [
    "behind a balancer whose address floats, and a rule for the machine's own",
    { ...open({ to: "10.0.0.4" }), configuration: inPool, balancers: [floating] },
    ssh,
  ],
  ["interfaces refused", { ...open(), refused: [types.nic] }, []],
  [
    "a rule that is not understood before the one that lets in",
    behind(rule("odd", { protocol: 7, priority: 100 }), rule("ssh")),
    [],
  ],
  [
    "a rule that is not understood behind the one that lets in",
    behind(rule("odd", { access: "Audit", priority: 300 }), rule("ssh")),
    ssh,
  ],
  [
    "balancers refused, and it is in a pool",
    { own: [rule("ssh")], configuration: inPool, balancers: "unread" },
    [],
  ],
  [
    "balancers refused, and some address is a balancer's",
    { ...open(), balancers: "unread", otherAddress: frontOfBalancer },
    ssh,
  ],
];

describe("what the internet reaches of a machine", () => {
  test.each(certain)("%s", async (_title, of, names) => {
    const inventory = await importAnswers(network(of));
    const machine = await openingsOf(inventory, "VM", "reachableFromInternetOn");
    expect(machine).toEqual({ names, isDecided: true });
    const nic = await openingsOf(inventory, "NetworkInterface", "reachableFromInternetOn");
    expect(nic).toEqual({ names, isDecided: true });
  });

  test.each(uncertain)("is not known, but for what is certain: %s", async (_title, of, names) => {
    const inventory = await importAnswers(network(of));
    const where = {
      kind: "quantify",
      relation: "reachableFromInternetOn",
      quantifier: "ALL",
    } as const;
    const [all] = await inventory.select([{ type: "VM", where }]);
    expect(all!.undecided).toBe(1);
    const machine = await openingsOf(inventory, "VM", "reachableFromInternetOn");
    expect(machine.names).toEqual(names);
  });
});
