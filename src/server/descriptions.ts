import type { ServerResponse } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { type DocumentNode, Kind, type SelectionSetNode } from "graphql";
import type { Bytes } from "../graphql/answer.ts";

/** Answers about the schema, which are the same as long as the schema is: made once, compressed once, sent as they are. */
export interface Descriptions {
  /**
   * The answer under this key: kept, under way for somebody else, or made by `make`, which gives undefined where there is none to
   * be kept.
   */
  of(key: string, make: () => Promise<Bytes | undefined>): Promise<Kept | undefined>;
}

/** An answer that is kept. */
export interface Kept {
  /** The bytes to send to whoever accepts these encodings; says so in the response's headers. */
  encode(response: ServerResponse): Promise<Bytes>;
}

/** Answers of all keys together; a whole description is about two megabytes. */
const MOST_BYTES = 50_000_000;
/** What is shorter is sent as it is. */
const WORTH_COMPRESSING = 1_000;

const compress = {
  br: (bytes: Bytes) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (bytes: Bytes) => promisify(gzip)(bytes),
};

export function createDescriptions(): Descriptions {
  const kept = new Map<string, Promise<Kept | undefined>>();
  let bytes = 0;
  return {
    of(key, make) {
      const known = kept.get(key);
      if (known) return known;
      const made = make().then((body) => {
        bytes += key.length + (body?.length ?? 0);
        if (!body) kept.delete(key);
        if (bytes > MOST_BYTES) {
          kept.clear();
          bytes = 0;
        }
        return body && keep(body);
      });
      kept.set(key, made);
      made.catch(() => kept.delete(key));
      return made;
    },
  };
}

function keep(body: Bytes): Kept {
  const packed = new Map<keyof typeof compress, Promise<Bytes>>();
  return {
    async encode(response) {
      response.setHeader("Vary", "Accept-Encoding");
      const encoding = encodingFor(String(response.req.headers["accept-encoding"] ?? ""));
      if (!encoding || body.length < WORTH_COMPRESSING) return body;
      response.setHeader("Content-Encoding", encoding);
      const bytes = packed.get(encoding) ?? (compress[encoding](body) as Promise<Bytes>);
      packed.set(encoding, bytes);
      return bytes;
    },
  };
}

/** The better of the encodings that are accepted. */
function encodingFor(accepted: string): keyof typeof compress | undefined {
  const accepts = (name: string) =>
    accepted
      .split(",")
      .map((one) =>
        one
          .trim()
          .toLowerCase()
          .split(/\s*;\s*/),
      )
      .some(([own, quality]) => own === name && !/^q=0(\.0*)?$/.test(quality ?? ""));
  return accepts("br") ? "br" : accepts("gzip") ? "gzip" : undefined;
}

/** Whether a document asks for nothing but the schema's description. */
export function describesOnly({ definitions }: DocumentNode): boolean {
  const fragments = new Map(
    definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node.selectionSet] as const] : [],
    ),
  );
  const isDescription = ({ selections }: SelectionSetNode): boolean =>
    selections.every((node) => {
      if (node.kind === Kind.FIELD) return node.name.value.startsWith("__");
      if (node.kind === Kind.INLINE_FRAGMENT) return isDescription(node.selectionSet);
      const fragment = fragments.get(node.name.value);
      return fragment !== undefined && isDescription(fragment);
    });
  return definitions.every(
    (node) => node.kind !== Kind.OPERATION_DEFINITION || isDescription(node.selectionSet),
  );
}
