import { readValue } from "../dialect/values.ts";
import type { Field, FieldValue, Scalar } from "../types.ts";
import type { Coding, Layout } from "./codings.ts";
import { codeJson, codeScalar } from "./codings.ts";
import { createMarks } from "./marks.ts";
import type { Column } from "./tables.ts";

/** Takes the values of one field in the order in which assets come, and lays them out in the order of their ids. */
export interface ColumnBuilder {
  /** Rows that are skipped are null. Row numbers rise. */
  set(row: number, value: FieldValue): void;
  setMissing(row: number): void;
  /** What was set; null where nothing was. */
  value(row: number): FieldValue;
  /** `order[new row]` is the row that `set` was given. */
  finish(order: Uint32Array): Column;
}

/** An empty column for this field. A value that is not what the field says is kept as it came (DIALECT: schema drift). */
export function createColumnBuilder(field: Pick<Field, "scalar" | "list">): ColumnBuilder {
  const { scalar, list } = field;
  const coding = list ? codeJson() : codeScalar(scalar);
  let drifted: Coding | undefined;
  const missing = createMarks();
  // Runs of one value, such as the moment a collection was read, are the rule in many columns.
  let lastGiven: FieldValue = null;
  let lastOwn: Exclude<FieldValue, null> | undefined;

  const valueAt = (row: number) => drifted?.value(row) ?? coding.value(row);

  function finishDrifted(order: Uint32Array): Layout {
    const json = codeJson();
    order.forEach((row, i) => {
      const value = valueAt(row);
      if (value !== null) json.set(i, value);
    });
    return json.finish(Uint32Array.from(order, (_, i) => i));
  }

  return {
    set(row, value) {
      if (value === null) return;
      if (value !== lastGiven) {
        lastOwn = canonical(field, value);
        lastGiven = value;
      }
      if (lastOwn !== undefined) coding.set(row, lastOwn);
      else {
        drifted ??= codeJson();
        drifted.set(row, value);
      }
    },
    setMissing: missing.add,
    value: valueAt,
    finish(order) {
      const layout = drifted ? finishDrifted(order) : coding.finish(order);
      return { ...layout, scalar, ...(missing.isEmpty ? {} : { missing: missing.lay(order) }) };
    },
  };
}

/** The value as it is stored, or undefined where it is not of the field's type. */
export function canonical(
  { scalar, list }: Pick<Field, "scalar" | "list">,
  value: Exclude<FieldValue, null>,
): Exclude<FieldValue, null> | undefined {
  if (list && Array.isArray(value)) {
    return value.map(
      (member) => member && ((canonical({ scalar, list: false }, member) as Scalar) ?? member),
    );
  }
  if (list || Array.isArray(value)) return undefined;
  switch (scalar) {
    case "String":
    case "ID":
      return typeof value === "string" ? value : undefined;
    case "Boolean":
      return typeof value === "boolean" ? value : undefined;
    case "Int":
    case "Float":
      return Number.isFinite(value) ? (value as number) : undefined;
    default: {
      const read = readValue({ scalar }, value);
      return "value" in read ? read.value : undefined;
    }
  }
}
