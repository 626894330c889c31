import { InputError } from "../errors.ts";
import { suggestType } from "../model/known-as.ts";
import type { AssetType, Model } from "../types.ts";

/** The type among `known` that somebody names, in any case. Throws an `InputError` with what is probably meant. */
export function findType(model: Model, known: readonly AssetType[], written: string): AssetType {
  const type = known.find(({ name }) => name.toLowerCase() === written.toLowerCase());
  if (type) return type;
  const near = suggestType(
    model,
    written,
    known.map(({ name }) => name),
  );
  throw new InputError("unknown-type", `There is no asset type "${written}".${near}`);
}
