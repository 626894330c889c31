import type { Model, RowRef } from "../types.ts";
import type { Facts } from "./facts.ts";

/** A related row by its name, where it has one, else by its position from 0; the one of a to-one relation by nothing. */
export function nameRelated(
  model: Model,
  facts: Facts,
  row: RowRef,
  relation: string,
  far: readonly RowRef[],
  i: number,
): string {
  if (!isToMany(model, row, relation)) return relation;
  const name = facts.value(far[i]!, "name");
  return `${relation}[${typeof name === "string" && name !== "" ? name : i}]`;
}

/** Whether a relation may lead to several rows. */
export function isToMany(model: Model, { type }: RowRef, relation: string): boolean {
  return model.types.get(type)?.relations.get(relation)?.toMany ?? false;
}
