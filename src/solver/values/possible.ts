import { readValue } from "../../dialect/values.ts";
import { constantsOf } from "../../model/constants.ts";
import { conversionValues } from "../../model/conversion-values.ts";
import { notationOf, shownWords, storeSpelling } from "../../model/spellings.ts";
import type { AssetType, Field, Model, Scalar } from "../../types.ts";

/** What a field of a concrete type can hold in any estate, as the schema has it. */
export interface Possible {
  /** All values that there are, where they can be counted: words, an enum's, what the schema alone says. */
  readonly all?: readonly Scalar[];
  /** Which of these it is depends on the type of the asset that the row is read for. */
  readonly isOfOwner: boolean;
  readonly canBeNull: boolean;
  readonly canBeMissing: boolean;
  /** Values of the notation in which it is written, where it has one. */
  readonly samples: readonly Scalar[];
  /** Whether it, or a member of a list, can be this value: one that is stored as it is. */
  holds(value: Scalar): boolean;
}

export function possibleOf(model: Model, type: AssetType, field: Field): Possible {
  const { reading } = field;
  if (field.uncollected !== undefined)
    return {
      all: [],
      canBeNull: false,
      isOfOwner: false,
      canBeMissing: true,
      samples: [],
      holds: () => false,
    };
  const constants = constantsOf(model, type, field);
  const isFixed = constants !== undefined || field.name === "id";
  const conversion = conversionValues[reading?.convert ?? ""];
  const holds = (value: Scalar): boolean => {
    const read = readValue(field, value);
    if (!("value" in read) || read.value !== value) return false;
    const { spelling } = field;
    if (spelling && storeSpelling(spelling, String(value)) !== value) return false;
    if (reading?.convert === "TEXT" && value === "") return false;
    if (reading?.convert === "THERE" && value === false) return false;
    return conversion?.gives(value) ?? true;
  };
  const all = constants ?? field.values ?? (field.spelling && shownWords(field.spelling));
  return {
    ...(all ? { all } : {}),
    isOfOwner: constants !== undefined,
    canBeNull: !isFixed && canBeNull(field),
    canBeMissing: !isFixed,
    samples: samplesOf(field),
    holds,
  };
}

/** Those that the sentence about the notation shows. */
function samplesOf({ spelling }: Field): readonly string[] {
  const expected = (spelling && notationOf(spelling)?.expected) ?? "";
  return [...expected.matchAll(/"([^"]+)"/g)].map(([, sample]) => sample!);
}

/** Null is stored of answers that have no value, unless that makes the field missing; what an asset cannot have is null all the same. */
export function canBeNull({ required, absence, presence }: Field): boolean {
  return !required && (absence?.is !== "missing" || presence !== undefined);
}
