import { compareText } from "../../dialect/values.ts";
import { membersOf } from "../../model/concrete.ts";
import type { Adjacency, Blob, Texts } from "../../inventory/tables.ts";
import { readBlob, readCodes } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import type { ChangedLinks, OwnLinks } from "./changed-links.ts";
import { usedLinks } from "./changed-links.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { Segment } from "./changed-table.ts";
import type { TextBytes } from "./id-index.ts";
import { idsOf, readTexts } from "./id-index.ts";
import { remember } from "./memo.ts";
import { createFollower } from "../rows/related.ts";
import { relationOf } from "../rows/rows.ts";
import type { Store } from "../rows/store.ts";

/** Finds the rows of a segment whose links are others now, and what these are. */
export type FindRelinked = (
  segment: Segment,
  relation: string,
  visit: (row: number, links: OwnLinks) => void,
) => void;

/**
 * Compares found links with those that are known. `located` is all that was found in the same round, by type, and
 * `connectorRows` gives by a connector's position the row of a type that has its id, -1 where none had it in the snapshot.
 */
export function createLinkComparison(
  model: Model,
  store: Store,
  { tableOf, rowsOf }: ChangedRows,
  links: ChangedLinks,
  located: ReadonlyMap<string, Segment>,
  connectorRows: (type: string) => Int32Array,
): FindRelinked {
  /** The rows, by member, that links lead to: whatever has their ids, gone or not; -1 where nothing has. */
  function resolve(segment: Segment, named: Uint32Array, ids: Texts, members: readonly string[]) {
    const texts = readTexts(ids);
    const isOwn = areOwnConnectors(segment, named, texts);
    const rows = members.map((member) => {
      const found = isOwn ? rowsOfConnectors(segment, member) : undefined;
      return !found || found.includes(-1) ? rowsOf(member, texts) : found;
    });
    return { rows, text: texts.text };
  }

  function rowsOfConnectors({ connectors }: Segment, member: string): Int32Array {
    const all = connectorRows(member);
    const found = new Int32Array(connectors.length);
    for (let i = 0; i < found.length; i++) found[i] = all[connectors[i]! - 1]!;
    return found;
  }

  /**
   * What has the same ids as those of `target` that were found, among the rows of `member` that were not: links by id lead to
   * both, and those among what was found know only of that. Undefined where nothing was found.
   */
  const namesakes = remember((target: string) =>
    remember((member): Int32Array | undefined => {
      const segment = located.get(target);
      if (target === member || !segment) return undefined;
      const rows = rowsOf(member, idsOf(segment.table));
      const found = new Set(located.get(member)?.rows);
      return rows.map((row) => (found.has(row) ? -1 : row));
    }),
  );

  return (segment, relation, visit) => {
    const { table: found, rows } = segment;
    const table = tableOf(found.type);
    const members = membersOf(model, relationOf(model, table, relation)!.target);
    const { links: foundLinks, dangling } = found.relations.get(relation)!;
    const follow = foundLinks.map(({ target, forward, count }) => {
      const followOne = count > 0 ? followRead(forward) : undefined;
      const others = members.flatMap((other, member) => {
        const rows = followOne && namesakes(target)(other);
        return rows ? [{ member, rows }] : [];
      });
      return {
        member: members.indexOf(target),
        rows: located.get(target)?.rows,
        others,
        followOne,
      };
    });
    const named = dangling ? readNumbers(dangling.rows) : new Uint32Array(0);
    const ends = dangling && resolve(segment, named, dangling.ids, members);
    const own = links.own(table, relation);
    const stored = usedLinks(table, relation).map(({ target, forward }) => ({
      member: members.indexOf(target),
      follow: createFollower(store, forward, rows.length),
    }));
    const mayDangle = table.relations.get(relation)?.dangling !== undefined;

    // The links of one row: where they lead by member and row, and what leads nowhere.
    const memberOf: number[] = [];
    const targets: number[] = [];
    let lost: string[] = [];
    let next = 0;

    function read(i: number): void {
      memberOf.length = 0;
      targets.length = 0;
      if (lost.length > 0) lost = [];
      for (const { member, rows: toRows, others, followOne } of follow)
        followOne?.(i, (to) => {
          add(member, toRows![to]!);
          for (const other of others) if (other.rows[to]! >= 0) add(other.member, other.rows[to]!);
        });
      for (; next < named.length && named[next] === i; next++) {
        let isLost = true;
        for (let member = 0; member < members.length; member++) {
          const row = ends!.rows[member]![next]!;
          if (row < 0) continue;
          isLost = false;
          add(member, row);
        }
        if (isLost) lost.push(ends!.text(next));
      }
      if (lost.length > 1) lost.sort(compareText);
    }

    /** By member, then row. */
    function add(member: number, row: number): void {
      let at = targets.length;
      for (; at > 0 && (memberOf[at - 1]! - member || targets[at - 1]! - row) > 0; at--) {
        memberOf[at] = memberOf[at - 1]!;
        targets[at] = targets[at - 1]!;
      }
      memberOf[at] = member;
      targets[at] = row;
    }

    function isAsStored(row: number): boolean {
      let same = 0;
      let count = 0;
      for (const { member, follow: followOne } of stored)
        followOne(row, (to) => {
          if (targets[count] === to && memberOf[count] === member) same++;
          count++;
        });
      if (same !== count || count !== targets.length) return false;
      if (!mayDangle) return lost.length === 0;
      const before = links.lostOf({ table, row }, relation);
      return before.length === lost.length && before.every((id, k) => id === lost[k]);
    }

    function isAsKept({ cells, lost: before }: OwnLinks): boolean {
      return (
        cells.length === targets.length &&
        before.length === lost.length &&
        cells.every(
          (cell, k) => cell.row === targets[k] && cell.table.type === members[memberOf[k]!],
        ) &&
        before.every((id, k) => id === lost[k])
      );
    }

    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      read(i);
      const kept = own.get(row);
      const isSame = kept
        ? isAsKept(kept)
        : row < table.rows
          ? isAsStored(row)
          : targets.length + lost.length === 0;
      if (isSame) continue;
      const cells = targets.map((to, k) => ({ table: tableOf(members[memberOf[k]!]!), row: to }));
      visit(row, { cells, lost });
      lost = [];
    }
  };
}

/** Whether of each row one link is given, to its connector: that of nearly every asset, which needs no search. */
function areOwnConnectors(
  { found, table }: Segment,
  rows: Uint32Array,
  { offsets, bytes }: TextBytes,
): boolean {
  if (rows.length !== table.rows) return false;
  const names = readTexts(found.connectors);
  const codes = readCodes(table.connector);
  return rows.every((row, i) => {
    if (row !== i) return false;
    const from = offsets[i]!;
    const start = names.offsets[codes[row]! - 1]!;
    const length = names.offsets[codes[row]!]! - start;
    if (offsets[i + 1]! - from !== length) return false;
    // They begin alike, and mostly differ before their ends.
    for (let k = length - 1; k >= 0; k--)
      if (bytes[from + k] !== names.bytes[start + k]) return false;
    return true;
  });
}

function readNumbers(blob: Blob): Uint32Array {
  return new Uint32Array(readBlob(blob).buffer);
}

/** Follows links that are looked at once, and so need no place in the engine's memory. */
function followRead(adjacency: Adjacency): (row: number, visit: (target: number) => void) => void {
  if (adjacency.kind === "one") {
    const targets = readNumbers(adjacency.targets);
    return (row, visit) => {
      if (targets[row] !== 0) visit(targets[row]! - 1);
    };
  }
  const offsets = readNumbers(adjacency.offsets);
  const targets = adjacency.kind === "many" ? readNumbers(adjacency.targets) : undefined;
  return (row, visit) => {
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) visit(targets ? targets[i]! : i);
  };
}
