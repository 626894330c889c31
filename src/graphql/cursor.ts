import { createHash } from "node:crypto";
import { GraphQLError } from "graphql";
import { shorten } from "../errors.ts";
import type { Query } from "../types.ts";

/** The list that a cursor is a place in: what is asked, over one snapshot, whose rows never change. */
export interface CursorList {
  readonly snapshot: string;
  readonly query: Query;
}

/** Nothing longer is read. */
const LONGEST = 500;

/**
 * Writes and reads cursors of one list. A cursor names its snapshot, the list (type, `where` and `sort`) and the row's place
 * in it: over one snapshot that is one row, in whatever pages it is asked for. Over another it is none, and refused.
 */
export function createCursors({ snapshot, query }: CursorList) {
  let mark: string | undefined;
  const list = () => (mark ??= markOf(query));
  return {
    /** The cursor of the row at this position. */
    render: (position: number): string =>
      Buffer.from(JSON.stringify([snapshot, list(), position])).toString("base64url"),

    /**
     * The position after that of a cursor.
     *
     * @throws GraphQLError for what is no cursor, or one of another list or snapshot
     */
    read(after: unknown): number {
      const cursor = parse(String(after));
      if (!cursor)
        throw refusal(
          `"${shorten(String(after))}" is no cursor. Take one from "edges.cursor" or "pageInfo".`,
          "BAD_USER_INPUT",
        );
      if (cursor.snapshot !== snapshot)
        throw refusal(
          `The cursor is of the snapshot "${shorten(cursor.snapshot)}", and "${snapshot}" answers: the next page might pass over assets or repeat them. To read on in that one ask at "/graphql?snapshot=${encodeURIComponent(shorten(cursor.snapshot))}", or with "assay query --snapshot"; or begin anew without "after".`,
          "CURSOR_OF_ANOTHER_SNAPSHOT",
        );
      if (cursor.list !== list())
        throw refusal(
          'The cursor is of another list. Ask with the "where" and "sort" of the page that it came from, or begin anew without "after".',
          "CURSOR_OF_ANOTHER_LIST",
        );
      return cursor.position + 1;
    },
  };
}

function parse(text: string) {
  if (text.length > LONGEST || !/^[\w-]+=*$/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    if (!Array.isArray(value) || value.length !== 3) return undefined;
    const [snapshot, list, position] = value as unknown[];
    const isCursor =
      typeof snapshot === "string" &&
      typeof list === "string" &&
      Number.isSafeInteger(position) &&
      (position as number) >= 0;
    return isCursor ? { snapshot, list, position: position as number } : undefined;
  } catch {
    return undefined;
  }
}

/** Eight hex digits that differ for whatever is another list. */
function markOf({ type, where, sort = [] }: Query): string {
  const text = JSON.stringify([type, where ?? null, sort]);
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

function refusal(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
