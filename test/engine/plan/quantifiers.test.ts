import { describe, expect, test } from "vitest";
import { readWhere } from "../../../src/dialect/filter.ts";
import type { Bits } from "../../../src/engine/plan/node.ts";
import type { AssetRecord, Collection } from "../../../src/types.ts";
import { type Estate, evaluate } from "../../reference/evaluate.ts";
import { tablesOf } from "../ask.ts";
import { planOver, shapeOf } from "../planned.ts";
import { toys } from "../random-estate.ts";

const accounts = ["/a", "/b"];
const isOpen = [true, false, null] as const;

/** What the lids of a box may be: each an open one, a closed one, one of which it is not known, or one whose value was not read. */
const lids: readonly string[] = ["", "o", "c", "n", "m", "oo", "oc", "cc", "om", "cm", "mm", "ocm", "on", "ooo", "oom", "cn"]; // prettier-ignore

/** A box for each row of lids in each of two accounts, of which `lacks` some links or collections. */
function estateOf(lacks: "nothing" | "values" | "links"): Estate {
  const boxes = accounts.flatMap((connector) => lids.map((own, i) => ({ connector, own, i })));
  const id = (connector: string, i: number) => `${connector}/box/${String(i).padStart(2, "0")}`;
  const records = boxes.flatMap(({ connector, own, i }): AssetRecord[] => [
    {
      ...{ type: "Box", id: id(connector, i), connector, fields: { size: i % 4 } },
      links: {
        lids: [...own].map((_, j) => `${id(connector, i)}/lid/${j}`),
        next: i % 3 === 0 ? [] : [id(connector, (i * 5) % lids.length)],
        friends: i % 4 === 0 ? [] : i % 4 === 1 ? ["/a"] : i % 4 === 2 ? ["/a", "/b"] : ["/gone"],
      },
      missing: lacks === "links" && i % 2 === 1 ? ["lids", "next"] : [],
    },
    ...[...own].map((state, j): AssetRecord => ({
      ...{ type: "Lid", id: `${id(connector, i)}/lid/${j}`, connector, links: {} },
      fields: { name: state, isOpen: isOpen["ocn".indexOf(state)] ?? null },
      missing: lacks !== "nothing" && state === "m" ? ["isOpen"] : [],
    })),
  ]);
  const own = accounts.map((each) => ({ type: "Account", id: each, connector: each, fields: {}, links: {} })); // prettier-ignore
  const collections = [...toys.types.values()].flatMap(({ name }) =>
    accounts.map((connector): Collection => {
      const pair = { type: name, connector, readAt: "2026-01-01T00:00:00Z", assets: 0 };
      const isDenied = lacks === "links" && connector === "/b" && (name === "Box" || name === "Sticker"); // prettier-ignore
      return isDenied ? { ...pair, status: "denied" } : { ...pair, status: "complete" };
    }),
  );
  return { model: toys, records: [...own, ...records], collections };
}

const quantifiers = ["SOME", "NONE", "ALL", "SINGLE"];

/** What is asked of the lids, of the friends, of who leads here; and what joins two such. */
const asked: readonly object[] = [
  ...quantifiers.flatMap((quantifier) => [
    ...[{ isOpen: true }, { isOpen: false }, { name: "o" }, { name_NOT: null }].map((where) => ({
      [`lids_${quantifier}`]: where,
    })),
    { [`friends_${quantifier}`]: { id: "/a" } },
    { [`friends_${quantifier}`]: { id: "/nobody" } },
    { [`previous_${quantifier}`]: { size_GT: 1 } },
    { [`previous_${quantifier}`]: { lids_SOME: { isOpen: true } } },
    { [`stickers_${quantifier}`]: { name: "x" } },
    { [`finds_${quantifier}`]: { Account: { id: "/a" } } },
  ]),
  { next: null },
  { next_NOT: null },
  { next: { size: 1 } },
  { next_NOT: { size: 1 } },
  { next: { lids_ALL: { isOpen: true } } },
  { AND: [{ lids_SOME: { isOpen: true } }, { size: 1 }] },
  { OR: [{ lids_SOME: { isOpen: true } }, { size: 1 }] },
  { AND: [{ lids_SOME: { isOpen: true } }, { lids_NONE: { isOpen: false } }] },
  { OR: [{ lids_ALL: { isOpen: true } }, { lids_SINGLE: { isOpen: false } }] },
  { NOT: { OR: [{ lids_ALL: { isOpen: true } }, { next: { size: 1 } }] } },
];

describe.each(["nothing", "values", "links"] as const)("%s lacking", (lacks) => {
  const estate = estateOf(lacks);
  const planned = planOver(toys, tablesOf(estate));
  const box = planned.table("Box");
  const ids = estate.records.filter(({ type }) => type === "Box").map(({ id }) => id).sort(); // prettier-ignore
  const idsOf = (bits: Bits) => planned.work(bits, box).rows.map((row) => ids[row]);

  test.each(asked)("%j and its negation are as the reference has them", (where) => {
    const filter = readWhere(toys, "Box", where).filter!;
    const { matched, undecided } = evaluate(estate, "Box", filter);
    expect(idsOf(planned.truth("Box", where))).toEqual(matched);
    expect(idsOf(planned.missing("Box", where))).toEqual(undecided);
    const opposite = evaluate(estate, "Box", { kind: "not", of: filter });
    expect(idsOf(planned.truth("Box", where, false))).toEqual(opposite.matched);
    expect(opposite.undecided).toEqual(undecided);
  });

  if (lacks === "nothing")
    test.each(asked)("nothing of %j is planned for what is missing", (where) => {
      if (/friends|next/.test(JSON.stringify(where))) return;
      const { missing, nodes } = planOver(toys, tablesOf(estate));
      expect(missing("Box", where)).toBe("none");
      expect(nodes.node("first", box, [], () => []).id).toBe(0);
    });
});

describe("a plan of a quantifier", () => {
  const { truth, missing, planner, table } = planOver(toys, tablesOf(estateOf("values")));
  const open = "codes(Lid.isOpen 2-2)";
  const closed = "codes(Lid.isOpen 1-1)";
  const unread = "some Box.lids>Lid(stored(Lid.isOpen))";
  const known = (bits: string) => `and(${bits}, -stored(Lid.isOpen))`;
  const some = (bits: string) => `some Box.lids>Lid(${known(bits)})`;

  test.each<[string, Bits, string]>([
    ["SOME is where one holds", truth("Box", { lids_SOME: { isOpen: true } }), some(open)],
    [
      "NONE is what is neither that nor open",
      truth("Box", { lids_NONE: { isOpen: true } }),
      `not(or(${some(open)}, and(${unread}, -${some(open)})))`,
    ],
    [
      "SOME is open where one was not read and none holds",
      missing("Box", { lids_SOME: { isOpen: true } }),
      `and(${unread}, -${some(open)})`,
    ],
    [
      "ALL is open where one was not read and none fails",
      missing("Box", { lids_ALL: { isOpen: true } }),
      `and(${unread}, -${some(closed)})`,
    ],
    [
      "a to-one relation that may lead nowhere is not asked who stands there",
      truth("Box", { next: null }),
      "not(linked(Box.next>Box))",
    ],
  ])("%s", (_title, bits, shape) => expect(shapeOf(bits)).toBe(shape));

  test("without a filter everything is meant, and nothing is missing", () => {
    expect(planner.truth(table("Box"), undefined, true)).toBe("all");
    expect(planner.truth(table("Box"), undefined, false)).toBe("none");
    expect(planner.missing(table("Box"), undefined)).toBe("none");
  });

  test("a type is known without a look at a row", () => {
    const filter = { kind: "type", names: ["Box"] } as const;
    expect(planner.truth(table("Box"), filter, true)).toBe("all");
    expect(planner.truth(table("Box"), filter, false)).toBe("none");
    expect(planner.truth(table("Ball"), filter, true)).toBe("none");
    expect(planner.truth(table("Ball"), filter, false)).toBe("all");
    expect(planner.missing(table("Ball"), filter)).toBe("none");
  });

  test("a relation that the type does not have is unknown, and not missing", () => {
    const filter = { kind: "quantify", relation: "friends", quantifier: "NONE" } as const;
    expect(planner.truth(table("Ball"), filter, true)).toBe("none");
    expect(planner.truth(table("Ball"), filter, false)).toBe("none");
    expect(planner.missing(table("Ball"), filter)).toBe("none");
  });

  test("the same part of two filters is one node", () => {
    const one = truth("Box", { lids_SOME: { isOpen: true } });
    expect(truth("Box", { AND: [{ lids_SOME: { isOpen: true } }] })).toBe(one);
    expect(truth("Box", { lids_NONE: { isOpen: true } }, false)).toBe(one);
    expect(truth("Box", { NOT: { NOT: { lids_SOME: { isOpen: true } } } })).toBe(one);
  });
});
