import { isObject, type JsonObject } from "../json/json.ts";

/** What an answer says of itself: how many items there are of, and what about it shows that it is not the whole of an answer. */
export interface Signs {
  /** The largest number of items that it announces, of this page or of all. */
  readonly announced?: number;
  /** A property that should say how many there are, and says something else. */
  readonly uncounted?: string;
  /** The name of what leads to more, besides the one link that is followed. */
  readonly more?: string;
  /** The property by which it says that it was cut off. */
  readonly cut?: string;
  /** The property that holds an error beside what was asked for. */
  readonly error?: string;
}

const countName =
  /^(count|total|(total|number|num)(of)?(count|size|records|items|results|rows|entries|elements|resources|values)|(record|result|item|row|entry|element|resource|value)s?count)$/;
const pagesName = /^((total|number|num)(of)?)?pages?(count)?$/;
const moreName =
  /^(next(page|skip|result|results|set)?(link|url|uri|href|token|marker|cursor|page)?|(next)?(continuation|continue|skip)(token|link|url|uri)|continuation|(has)?more(pages|results|items|data|rows|records)?|hasnext(page)?|(end)?cursor)$/;
const moreHeader =
  /^(link|x-([a-z]+-)+(continuation(-?token)?|skip-?token|next-?(link|marker|page)))$/;
const cutName =
  /^(is|was|result|results|response|data)?(truncated|truncation|incomplete|partial)(results?|data|response)?$/;
const errorName =
  /^((partial|inner)?(error|failure|exception|fault)s?(list|info|details?|messages?|codes?)?)$/;
/** What services put paging into. */
const wrapperName = /^(links|paging|pagination|paginginfo|pageinfo|page|meta|metadata|cursors?)$/;
const countHeader = /^x-([a-z]+-)?(total(-?count)?|total-?(items|records|results))$/;

/**
 * Reads the signs of an answer whose items stand in `value` or `data`. Names are told whatever their case and dressing
 * (`@odata.nextLink`, `$skipToken`, `next_link`); `followed` is the one link that the caller follows.
 */
export function readSigns(
  body: JsonObject,
  headers: Readonly<Record<string, string>>,
  followed?: string,
): Signs {
  let [announced, uncounted, more, cut, error]: [number?, string?, string?, string?, string?] = [];
  const announce = (amount: number) => (announced = Math.max(announced ?? 0, amount));
  for (const [name, value] of said(body)) {
    const bare = bareName(name);
    if (countName.test(bare) && value !== null) {
      const amount = amountOf(value);
      if (amount === undefined) uncounted ??= name;
      else announce(amount);
    } else if (name !== followed && moreName.test(bare) && !isUnsaid(value)) more ??= name;
    else if (pagesName.test(bare) && followed !== undefined && isMany(value)) {
      if (isUnsaid(body[followed])) more ??= name;
    } else if (cutName.test(bare) && (isThing(value) || !isUnsaid(value))) cut ??= name;
    else if (errorName.test(bare) && !isUnsaid(value)) error ??= name;
  }
  // Outside of a wrapper neither says anything; both together are how errors are sent without one.
  if (typeof body.code === "string" && typeof body.message === "string") error ??= "code";
  for (const [name, value] of Object.entries(headers)) {
    if (leadsOnIn(name, value)) more ??= name;
    if (countHeader.test(name)) announce(amountOf(value.trim()) ?? 0);
  }
  return {
    ...(announced === undefined ? {} : { announced }),
    ...(uncounted === undefined ? {} : { uncounted }),
    ...(more === undefined ? {} : { more }),
    ...(cut === undefined ? {} : { cut }),
    ...(error === undefined ? {} : { error }),
  };
}

/** What an answer says, and what it says within the objects that services put paging into. */
function said(body: JsonObject): readonly (readonly [string, unknown])[] {
  const own = Object.entries(body);
  const wrapped = own.filter(
    ([name, value]) => wrapperName.test(bareName(name)) && isObject(value),
  );
  const rest = own.filter((entry) => !wrapped.includes(entry));
  return [...rest, ...wrapped.flatMap(([, value]) => Object.entries(value as JsonObject))];
}

/** Whether `readSigns` reads a property of this name, or looks into it. */
export function isSignName(name: string): boolean {
  const bare = /^[@$a-z._-]*$/i.test(name) ? bareName(name) : "";
  return [countName, pagesName, moreName, cutName, errorName, wrapperName].some((one) =>
    one.test(bare),
  );
}

/** Headers that `readSigns` reads: a recording has to keep them. */
export function isSign(header: string): boolean {
  return moreHeader.test(header.toLowerCase()) || countHeader.test(header.toLowerCase());
}

/** `@odata.nextLink` and `$skip_token` as `nextlink` and `skiptoken`. */
function bareName(name: string): string {
  // A name is short; what is long is none of those that are looked for.
  if (name.length > 60) return "";
  return name
    .toLowerCase()
    .replace(/^@?odata\./, "")
    .replace(/[^a-z]/g, "");
}

/** A `Link` header may name other things, too, such as documentation. */
function leadsOnIn(header: string, value: string): boolean {
  if (!moreHeader.test(header.toLowerCase()) || value.trim() === "") return false;
  return header.toLowerCase() !== "link" || /\brel\s*=\s*"?[^";,]*\bnext\b/i.test(value);
}

/** Nothing, or a no, in any spelling. */
function isUnsaid(value: unknown): boolean {
  if (typeof value === "string") return /^(false|no|none|null|0)?$/i.test(value.trim());
  if (typeof value !== "object" || value === null) return !value;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}

/** More than one, as a number or its digits. */
const isMany = (value: unknown) => (amountOf(value) ?? 0) > 1;

const isThing = (value: unknown) => typeof value === "object" && value !== null;

/** A number of items: as a number, as its digits, or `{"type": "Total", "value": 2}`. */
function amountOf(value: unknown): number | undefined {
  const plain = isObject(value) ? (value.value ?? value.total ?? value.count) : value;
  const amount = typeof plain === "string" && /^\d{1,15}$/.test(plain) ? Number(plain) : plain;
  return Number.isSafeInteger(amount) && (amount as number) >= 0 ? (amount as number) : undefined;
}
