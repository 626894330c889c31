import type { ConstValueNode, ObjectFieldNode, ObjectValueNode } from "graphql";
import { Kind } from "graphql/language";
import type { AssetType } from "../types.ts";
import type { CaseFile } from "./given.ts";
import { whyNeverNull } from "./read-value.ts";
import type { Unstated } from "./unstated.ts";

/** A piece of text to be written into a file. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** A case file with what its rows left out. */
export interface Filled {
  readonly text: string;
  /** The lines that are others now: each as it was, and what stands in its place. */
  readonly changes: readonly {
    readonly line: number;
    readonly before: string;
    readonly after: string;
  }[];
}

/** Writes into a case file what its rows leave out: null, `[]`, or `missing` for what is never null. Nothing else of it changes. */
export function fillUnstated({ text }: CaseFile, unstated: readonly Unstated[]): Filled {
  // A variable's default stands for many rows.
  const names = new Map<
    ObjectValueNode,
    { readonly type: AssetType; readonly names: Set<string> }
  >();
  for (const { row, names: own } of unstated) {
    const known = names.get(row.node)?.names ?? new Set<string>();
    for (const name of own) known.add(name);
    names.set(row.node, { type: row.type, names: known });
  }
  const insertions = [...names].flatMap(([node, one]) => insertionsFor(node, one.type, one.names));
  let at = 0;
  const lines = text.split("\n").map((before, i) => {
    const own = insertions.filter((one) => one.at >= at && one.at <= at + before.length);
    const after = insert(before, own, at);
    at += before.length + 1;
    return { line: i + 1, before, after };
  });
  return {
    text: lines.map(({ after }) => after).join("\n"),
    changes: lines.filter(({ before, after }) => before !== after),
  };
}

function insert(line: string, insertions: readonly Insertion[], start: number): string {
  return insertions
    .toSorted((a, b) => b.at - a.at)
    .reduce(
      (text, { at, text: piece }) => text.slice(0, at - start) + piece + text.slice(at - start),
      line,
    );
}

function insertionsFor(
  node: ObjectValueNode,
  type: AssetType,
  names: ReadonlySet<string>,
): readonly Insertion[] {
  const values = [...names].map((name) => ({ name, value: valueFor(type, name) }));
  const missing = values.filter(({ value }) => value === undefined).map(({ name }) => name);
  const stated = values.flatMap(({ name, value }) =>
    value === undefined ? [] : `${name}: ${value}`,
  );
  const own = node.fields.find(({ name }) => name.value === "missing");
  if (missing.length === 0 || !own) {
    const lines = missing.length > 0 ? [...stated, `missing: [${missing.join(", ")}]`] : stated;
    return memberInsertions(node, lines);
  }
  return [...memberInsertions(node, stated), ...missingInsertions(own, missing)];
}

/** What an asset without a value has; undefined where every asset has one. */
function valueFor(type: AssetType, name: string): string | undefined {
  const field = type.fields.get(name);
  if (field)
    return field.required && field.list
      ? "[]"
      : whyNeverNull(field) === undefined
        ? "null"
        : undefined;
  const { toMany, absence, required } = type.relations.get(name)!;
  if (toMany) return "[]";
  return absence?.is === "missing" || required ? undefined : "null";
}

/** Members behind those that an object has, on lines of their own where those stand on such. */
function memberInsertions(node: ObjectValueNode, members: readonly string[]): readonly Insertion[] {
  if (members.length === 0) return [];
  const last = node.fields.at(-1);
  if (!last) {
    const { start, source } = node.loc!;
    const end = /\s/.test(source.body[start + 1]!) ? "" : " ";
    return [{ at: start + 1, text: ` ${members.join(", ")}${end}` }];
  }
  const { source, startToken, endToken } = last.loc!;
  const isOwnLine =
    startToken.prev !== null && startToken.prev.line < startToken.line && node.fields.length > 1;
  const lead = isOwnLine ? `\n${" ".repeat(startToken.column - 1)}` : ", ";
  const at = endToken.end;
  return [
    {
      at,
      text: members.map((member) => lead + member).join("") + (source.body[at] === "}" ? " " : ""),
    },
  ];
}

function missingInsertions(
  { value }: ObjectFieldNode,
  names: readonly string[],
): readonly Insertion[] {
  const list = value as ConstValueNode;
  if (list.kind === Kind.LIST) {
    const lead = list.values.length > 0 ? ", " : "";
    return [{ at: list.loc!.end - 1, text: lead + names.join(", ") }];
  }
  return [
    { at: list.loc!.start, text: "[" },
    { at: list.loc!.end, text: `, ${names.join(", ")}]` },
  ];
}
