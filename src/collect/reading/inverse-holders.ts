import { collectedTypesOf } from "../../model/concrete.ts";
import type { Model, Reading, Relation } from "../../types.ts";
import { mismatch } from "./mismatch.ts";

/**
 * Whether an answer names something as leading to its asset that is of no type which an inverse is walked back from: what
 * nothing reads, so that the relation would show less than there is. Also where what it names is not understood.
 */
export function isHeldByOthers(
  model: Model,
  { target, holders = [] }: Relation,
  typeOf: (id: string) => string,
  read: (reading: Reading) => unknown,
): boolean {
  const known = collectedTypesOf(model, target).map((type) =>
    model.types.get(type)!.source?.resourceType?.toLowerCase(),
  );
  return holders.some((reading) => {
    const found = read(reading);
    const ids = Array.isArray(found) ? found : [found];
    return ids.some((id) => {
      if (id === null || id === "") return false;
      return id === mismatch || typeof id !== "string" || !known.includes(typeOf(id));
    });
  });
}
