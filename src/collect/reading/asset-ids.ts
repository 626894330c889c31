import { storedId, trimSlashes } from "../../model/spellings.ts";
import type { JsonObject } from "../json/json.ts";
import { digest } from "../json/digest.ts";
import type { IdShapes } from "./id-shapes.ts";

/** A template's path with this text for `{name}`, whatever signs the text holds. */
export function fillPath(template: string, name: string, text: string): string {
  return template.split(`{${name}}`).join(text);
}

/** Azure's ids have up to some 2,000 characters. */
const LONGEST_ID = 8192;

/**
 * Why an id is none by which an asset could be stored, told apart and asked about; undefined where it is one. Half of a
 * surrogate pair would be written as the sign that stands for any of them, and `..` asks about something else.
 */
export function strangeId(id: string): string | undefined {
  if (/^\/*$/.test(id)) return "an empty id";
  if (id.length > LONGEST_ID) return `an id of ${id.length} characters`;
  if (!id.isWellFormed()) return "an id with half of a surrogate pair";
  if (/\p{Cc}/u.test(id)) return "an id with a control character";
  if (/(^|\/)\.{1,2}(\/|$)/.test(id)) return 'an id with "." or ".." for a name';
  return undefined;
}

/** Whether an id is a place or below it, whatever the case. */
export function isWithin(id: string, place: string): boolean {
  const [inner, outer] = [storedId(id), storedId(place)];
  return inner === outer || inner.startsWith(`${outer}/`);
}

/**
 * Whether an id is of something else than what is said beside it to be its type. Both name a kind at their end, in one or in many;
 * a resource may also be listed below another that it is part of, and some ids have a word for a service that is no namespace.
 */
export function contradictsType(id: string, type: unknown, { typeOf }: IdShapes): boolean {
  if (typeof type !== "string" || !type.includes("/") || !/\/providers\//i.test(id)) return false;
  const [inId, said] = [typeOf(id), type.toLowerCase()].map((text) => trimSlashes(text).split("/"));
  // An id that ends with a provider or a kind names no resource, and is somebody else's business.
  if (inId!.length < 2) return false;
  const kindOf = (steps: readonly string[]) => steps.at(-1)!.replace(/s$/, "");
  if (kindOf(inId!) !== kindOf(said!)) return true;
  const areNamespaces = [inId!, said!].every(([first]) => first!.includes("."));
  return inId!.length === said!.length && areNamespaces && inId![0] !== said![0];
}

/** What tells an item from another of the same id; the id's own spelling does not count. */
export function digestOf(item: JsonObject, id: string): number {
  return digest({ ...item, id });
}
