import { expect, test } from "vitest";
import { findNamed } from "../../../src/check/run/named-rows.ts";
import { readWhere } from "../../../src/dialect/filter.ts";
import { bucket, estate, model, one, share, two } from "./estate.ts";

const inventory = estate([bucket(`${one}/a`), share(`${one}/s`), bucket(`${two}/b`)]);
const many = (count: number) => [...new Array(count).keys()].map((i) => `${two}/${i}`);

test.each<[title: string, type: string, where: unknown, found: readonly string[] | undefined]>([
  ["nobody without a condition", "Bucket", {}, undefined],
  ["nobody by another field", "Bucket", { name: `${two}/x` }, undefined],
  ["what is known is nowhere else", "Bucket", { id: `${one}/a` }, []],
  ["what nobody has would stand in its connector", "Bucket", { id: `${two}/x` }, [two]],
  ["each connector once", "Bucket", { id_IN: [`${two}/x`, `${two}/y`, `${one}/x`] }, [two, one]],
  ["those alone that nobody has", "Bucket", { id_IN: [`${one}/a`, `${two}/x`] }, [two]],
  ["what one of several types has is known", "Store", { id_IN: [`${one}/a`, `${one}/s`] }, []],
  ["what another type has is not", "Store", { id: `${two}/x` }, [two]],
  ["the shortest of several lists", "Bucket", { id_IN: [`${two}/x`, `${one}/x`], AND: [{ id: `${one}/x` }] }, [one]],
  ["without null", "Bucket", { id_IN: [null, `${two}/x`] }, [two]],
  ["no ids in any case", "Bucket", { id_STARTS_WITH: two }, undefined],
  ["no alternatives", "Bucket", { OR: [{ id: `${two}/x` }, { name: "x" }] }, undefined],
  ["wherever one of them stands nowhere", "Bucket", { id_IN: [`${two}/x`, "/x"] }, undefined],
  ["of a hundred ids", "Bucket", { id_IN: many(100) }, [two]],
  ["of no more", "Bucket", { id_IN: many(101) }, undefined],
])("a question that names ids is about %s", async (_title, type, where, found) => {
  const { filter } = readWhere(model, type, where);
  expect(await findNamed(inventory, filter ? { type, where: filter } : { type })).toEqual(found);
}); // prettier-ignore
