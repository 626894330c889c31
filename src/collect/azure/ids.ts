import { readId, trimSlashes } from "../../model/spellings.ts";
import type { IdShapes } from "../reading/id-shapes.ts";

/** What Azure's ids look like. */
export const ids: IdShapes = {
  account(written) {
    const id = readId(written);
    if (/^\/tenants\//i.test(id)) return undefined;
    return `/subscriptions/${id.slice(id.lastIndexOf("/") + 1).toLowerCase()}`;
  },
  isAccount: (id) => /^\/subscriptions\/[^/]+$/.test(id),
  typeOf: resourceTypeOf,
  isInherited: (id) => /^\/providers\//i.test(id),
};

/** The type in an id, in lower case: what stands behind its last provider, names left out. */
function resourceTypeOf(id: string): string {
  const [provider = "", ...rest] = id.toLowerCase().split("/providers/").at(-1)!.split("/");
  return [provider, ...rest.filter((_, i) => i % 2 === 0)].join("/");
}

/** An extension's id names its provider once more before the last two segments; that goes, too. */
export function ownerOf(id: string): string {
  const owner = trimSlashes(id).replace(/\/[^/]+\/[^/]+$/, "");
  return owner.replace(/\/providers\/[^/]+$/i, "");
}

/** The name at the end of an id; any other text as it is. */
export function nameOf(text: string): string {
  return text.startsWith("/") ? trimSlashes(text).replace(/^.*\//, "") : text;
}

/** Behind its last provider an id has the provider's name, then kinds and names in turn. */
export function typeOf(text: string): string {
  const [provider, ...steps] = text
    .split(/\/providers\//i)
    .at(-1)!
    .split("/");
  return text.startsWith("/") ? [provider, ...steps.filter((_, i) => i % 2 === 0)].join("/") : text;
}

/**
 * The subscription that an id stands in, in small letters, undefined for what stands above subscriptions; whatever slashes and percent
 * signs the id is written with: services read them, and what is another's must not pass for nobody's.
 */
export function subscriptionNamed(id: string): string | undefined {
  const named = /^\/*subscriptions\/+([^/]+)/i.exec(plain(id.slice(0, 300)))?.[1];
  return named?.toLowerCase();
}

function plain(id: string): string {
  return id.replace(/(%[0-9a-f]{2})+/gi, (signs) => {
    try {
      return decodeURIComponent(signs);
    } catch {
      return signs;
    }
  });
}
