import type { Scalar } from "../types.ts";

/** What a conversion can come to, where that is less than its field's type. */
export interface ConversionValues {
  /** Whether it can ever give this value. */
  gives(value: Scalar): boolean;
  /** As it follows "holds". */
  readonly expected: string;
}

/** Of the conversions of `collect/reading` and of the providers those that give no more than some of their type's values. */
export const conversionValues: Readonly<Record<string, ConversionValues>> = {
  TLS_VERSION: {
    gives: (value) => typeof value === "number" && /^\d(\.\d)?$/.test(String(value)),
    expected: "versions such as 1.2",
  },
  EPOCH: {
    gives: (value) => typeof value === "string" && /^\d{4}-[^.]+(\.0+)?Z$/.test(value),
    expected: "moments of whole seconds",
  },
  ADDRESS_TEXT: {
    gives: (value) => value === "" || String(value).split(";").every(isAddress),
    expected:
      'addresses with ";" between them and no blanks beside it, such as "a@example.com;b@example.com"',
  },
  ADDRESSES: {
    gives: (value) => isAddress(String(value)),
    expected: "single addresses",
  },
};

/** What stands between the separators of a list of addresses, trimmed: no address need be well formed. */
function isAddress(text: string): boolean {
  return text !== "" && !/^\s|[;,]|\s$/.test(text);
}
