import type { Interner, TextBytes } from "./interner.ts";
import { createInterner } from "./interner.ts";
import { group } from "./links.ts";
import type { Described } from "./pack.ts";
import { copyText, createText, describeAll, lengthOf, packTexts } from "./pack.ts";
import { sortGroups, sortTexts } from "./sort-texts.ts";
import type { Texts } from "./tables.ts";

/** Distinct ids, of assets and of links' far ends, numbered in the order in which they first came. */
export interface Ids {
  readonly count: number;
  /** The number of this id, a new one where it has not been seen. */
  intern(id: string): number;
  text(number: number): string;
  /** The numbers of all ids, in the order of the ids' UTF-8 bytes. No further ids can come. */
  sort(): Uint32Array;
  /** The ids whose numbers `order` lists, in that order. */
  gather(order: Uint32Array): Texts;
}

/**
 * An empty `Ids`.
 *
 * Most ids of an estate begin with one of few texts, their connector's id: `/subscriptions/<guid>/…`. Such a head, up to
 * the third slash and with it, is kept once. It follows from the id alone, and all ids that begin with a head have it as
 * theirs, so that heads in their order, and tails in theirs within each, are the ids in their order.
 */
export function createIds(): Ids {
  const heads = createInterner();
  const tails = createInterner("grouped");
  let described: Described | undefined;
  // Ids come connector by connector: the head of the last one is mostly the next one's.
  let last = { head: "", number: 0 };
  return {
    get count() {
      return tails.count;
    },
    intern(id) {
      if (last.head === "" || id.slice(0, last.head.length) !== last.head) {
        const length = headLength(id);
        const head = id.slice(0, length);
        const number = heads.intern(head);
        if (length === id.length) return tails.internIn(number, id, length);
        last = { head, number };
      }
      return tails.internIn(last.number, id, last.head.length);
    },
    text: (number) => heads.text(tails.groups()[number]!) + tails.text(number),
    sort() {
      heads.seal();
      tails.seal();
      described = describeAll(heads.view().bytes, tails.view().bytes);
      return sortIds(heads, tails);
    },
    gather: (order) => gatherIds(heads.view(), tails.view(), tails.groups(), order, described),
  };
}

/** Up to the third slash and with it; all of an id that has fewer. */
function headLength(id: string): number {
  let at = -1;
  for (let slashes = 0; slashes < 3; slashes++) {
    at = id.indexOf("/", at + 1);
    if (at === -1) return id.length;
  }
  return at + 1;
}

function sortIds(heads: Interner, tails: Interner): Uint32Array {
  const rank = new Uint32Array(heads.count);
  sortTexts(heads.view()).forEach((head, i) => {
    rank[head] = i;
  });
  const ranks = tails.groups().map((head) => rank[head]!);
  const numbers = Uint32Array.from({ length: tails.count }, (_, i) => i);
  const { offsets, values } = group(ranks, numbers, heads.count);
  sortGroups(tails.view(), values, offsets);
  return values;
}

function gatherIds(
  heads: TextBytes,
  tails: TextBytes,
  headOf: Uint32Array,
  order: Uint32Array,
  described: Described | undefined,
): Texts {
  // Beside an id stands mostly one with the same head.
  let last = -1;
  let headBytes = 0;
  const starts = new Uint32Array(order.length + 1);
  let end = 0;
  for (let i = 0; i < order.length; i++) {
    const id = order[i]!;
    if (headOf[id] !== last) {
      last = headOf[id]!;
      headBytes = lengthOf(heads, last);
    }
    end += headBytes + lengthOf(tails, id);
    starts[i + 1] = end;
  }
  const bytes = createText(end);
  for (let i = 0; i < order.length; i++) {
    const id = order[i]!;
    const at = starts[i]!;
    if (i === 0 || headOf[id] !== last) {
      last = headOf[id]!;
      headBytes = lengthOf(heads, last);
      copyText(heads, last, bytes, at);
    } else bytes.copyWithin(at, starts[i - 1]!, starts[i - 1]! + headBytes);
    copyText(tails, id, bytes, at + headBytes);
  }
  return packTexts(starts, bytes, described);
}
