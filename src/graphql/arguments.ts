import { GraphQLError } from "graphql";
import { readWhere } from "../dialect/filter.ts";
import type { AbstractType, AssetType, Filter, Model, Sort } from "../types.ts";
import type { Call } from "./call.ts";
import { spendPatterns } from "./patterns.ts";

/** A field's arguments, coerced by its definition. */
export type Arguments = Readonly<Record<string, unknown>>;

/** The part of a list that is asked for, and its order. */
export interface Window {
  readonly offset: number;
  readonly limit: number | undefined;
  readonly sort: readonly Sort[];
}

/** Mistakes, and as many warnings, that are told of one operation: looking for the name that was meant takes its time. */
const MOST_REMARKS = 20;

/**
 * The filter that `where` comes to over `type`; undefined where there is none. Mistakes are thrown as one `GraphQLError`;
 * what filters nothing, and what no row can fulfil, is told to the author as a warning (check files refuse it). Reading ends with the twentieth mistake
 * of an operation.
 */
export function readFilter(call: Call, type: string, where: unknown): Filter | undefined {
  if (where === undefined || where === null) return undefined;
  spendPatterns(call, where);
  const mostRemarks = MOST_REMARKS - call.mistakes;
  if (mostRemarks <= 0) throw badInput(`No more than ${MOST_REMARKS} mistakes are told.`);
  const reading = readWhere(call.inventory.model, type, where, { mostRemarks });
  call.mistakes += reading.mistakes.length;
  if (reading.mistakes.length > 0)
    throw badInput(
      reading.mistakes.map(({ path, message }) => `${at(path)}: ${message}`).join(" "),
    );
  const remarks = [...reading.warnings, ...reading.ineffective, ...reading.impossible];
  for (const { path, message } of remarks.slice(0, MOST_REMARKS))
    call.warn(`${at(path)}: ${message}`);
  return reading.filter;
}

/**
 * `limit`, `offset` and `sort`, directly or in `options`. A limit of 0 is none at all; negative numbers, and two keys in
 * one entry of `sort` (whose order GraphQL does not keep), are refused.
 */
export function readWindow(args: Arguments): Window {
  const options = (args.options ?? {}) as Arguments;
  const pick = (name: string) => args[name] ?? options[name] ?? undefined;
  return {
    offset: readCount("offset", pick("offset")) ?? 0,
    limit: readCount("limit", pick("limit")),
    sort: readSort(pick("sort")),
  };
}

/** A number of rows. @throws GraphQLError where it is negative */
export function readCount(name: string, value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && value >= 0) return value;
  throw badInput(`"${name}" is ${String(value)}; expected 0 or more.`);
}

/** `sort`, entry by entry. */
export function readSort(value: unknown): readonly Sort[] {
  return ((value ?? []) as readonly (Arguments | null)[]).flatMap((entry) => {
    // Programs send null for what is not set.
    const keys = Object.entries(entry ?? {}).filter(([, way]) => way !== null);
    const [first] = keys;
    if (keys.length > 1)
      throw badInput(
        `One entry of "sort" names ${keys.map(([key]) => `"${key}"`).join(" and ")}, whose order is lost. Write one entry for each: sort: [${keys.map(([key, way]) => `{ ${key}: ${String(way)} }`).join(", ")}].`,
      );
    return first ? [{ field: first[0], direction: first[1] === "DESC" ? "DESC" : "ASC" }] : [];
  });
}

/** The type that a relation of `type` leads to; undefined where it is no relation. */
export function targetOf(
  model: Model,
  type: string,
  relation: string,
): AssetType | AbstractType | undefined {
  const target = named(model, type)?.relations.get(relation)?.target;
  return target === undefined ? undefined : named(model, target);
}

function named({ types, abstractTypes }: Model, name: string) {
  return types.get(name) ?? abstractTypes.get(name);
}

function at(path: readonly (string | number)[]): string {
  return ["where", ...path].join(".");
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT" } });
}
