import { compareValues } from "../../dialect/values.ts";
import type { Scalar, ScalarName } from "../../types.ts";

/**
 * Values of a scalar that tell all comparisons with some constants apart, as far as equality and order go: the constants first, then
 * what stands beside and between them. Not all of them need be values of the field.
 */
export function valuesAround(scalar: ScalarName, constants: readonly Scalar[]): readonly Scalar[] {
  const sorted = [...constants].sort((a, b) => compareValues(scalar, a, b));
  return [...constants, ...(around[scalar] ?? (() => []))(sorted)];
}

type Around = (sorted: readonly Scalar[]) => readonly Scalar[];

const around: Readonly<Partial<Record<ScalarName, Around>>> = {
  Boolean: () => [true, false],
  Int: (sorted) => [...sorted.flatMap((one) => [Number(one) - 1, Number(one) + 1]), 0, 1, 2],
  Float: (sorted) => [
    ...sorted.flatMap((one) => [Number(one) - 1, Number(one) + 1]),
    ...sorted.slice(1).map((one, i) => (Number(one) + Number(sorted[i])) / 2),
    ...tenths,
  ],
  BigInt: (sorted) => [
    ...sorted.flatMap((one) => [String(BigInt(one) - 1n), String(BigInt(one) + 1n)]),
    "0",
    "1",
    "2",
  ],
  Date: (sorted) => [
    ...sorted.flatMap((one) => [-1, 1].flatMap((days) => otherDay(String(one), days))),
    today,
  ],
  DateTime: (sorted) => [
    ...sorted.flatMap((one) => [-1, 1].flatMap((by) => otherSecond(String(one), by))),
    ...sorted.flatMap((one) => justAfter(String(one), sorted)),
    `${today}T00:00:00Z`,
  ],
};

/** A day that stands for any. */
const today = "2026-01-01";

/** Versions are such numbers, and nothing between them. */
const tenths = Array.from({ length: 100 }, (_, i) => i / 10);

function otherDay(date: string, days: number): readonly string[] {
  const moment = Date.parse(`${date}T00:00:00Z`) + days * 86_400_000;
  const text = new Date(moment).toISOString();
  return text.length === 24 ? [text.slice(0, 10)] : [];
}

/** The whole second before or behind, in years of four digits. */
function otherSecond(moment: string, by: number): readonly string[] {
  const text = new Date(Date.parse(`${moment.slice(0, 19)}Z`) + by * 1000).toISOString();
  return text.length === 24
    ? [`${text.slice(0, 19)}Z`, ...(moment.includes(".") ? [`${moment.slice(0, 19)}Z`] : [])]
    : [];
}

/** A moment before all others that come later: with more digits than any of them. */
function justAfter(moment: string, others: readonly Scalar[]): readonly string[] {
  const digits = (one: Scalar) => String(one).replace("Z", "").split(".")[1]?.length ?? 0;
  const [seconds, fraction = ""] = moment.replace("Z", "").split(".");
  const most = Math.max(...others.map(digits));
  return [`${seconds}.${fraction}${"0".repeat(most - fraction.length)}1Z`];
}
