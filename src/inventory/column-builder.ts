import { readValue } from "../dialect/values.ts";
import type { Field, FieldValue, Scalar } from "../types.ts";
import type { Coding, Layout } from "./codings.ts";
import { codeJson, codeScalar } from "./codings.ts";
import { createMarks } from "./marks.ts";
import type { RowCodes } from "./row-codes.ts";
import { createRowCodes } from "./row-codes.ts";
import type { Column } from "./tables.ts";

/** Takes the values of one field in the order in which assets come, and lays them out in the order of their ids. */
export interface ColumnBuilder {
  /** Rows that are skipped are null. Row numbers rise. */
  set(row: number, value: FieldValue): void;
  setMissing(row: number): void;
  isMissing(row: number): boolean;
  /** What was set; null where nothing was. */
  value(row: number): FieldValue;
  /** `order[new row]` is the row that `set` was given. */
  finish(order: Uint32Array): Column;
}

/** Of how many values a column remembers what they were given as; most columns have no more. */
const FEW = 256;

/** An empty column for this field. A value that is not what the field says is kept as it came (DIALECT: schema drift). */
export function createColumnBuilder(field: Pick<Field, "scalar" | "list">): ColumnBuilder {
  const { scalar, list } = field;
  const coding = list ? codeJson() : codeScalar(scalar);
  const codes = createRowCodes();
  const missing = createMarks();
  let drifted: Drifted | undefined;
  // A value that was given before need not be read and looked up again.
  let few: Map<FieldValue, number> | undefined = new Map();
  let last: FieldValue = null;
  let lastCode = 0;

  /** The code of a value; 0 where it is not of the field's type. */
  function codeOf(value: Exclude<FieldValue, null>): number {
    const known = few?.get(value);
    if (known !== undefined) return known;
    const own = canonical(field, value);
    const code = own === undefined ? 0 : coding.code(own);
    if (typeof value !== "object") few?.set(value, code);
    if (few?.size === FEW) few = undefined;
    return code;
  }

  function valueAt(row: number): FieldValue {
    const other = drifted?.codes.get(row) ?? 0;
    if (other !== 0) return drifted!.coding.value(other);
    const code = codes.get(row);
    return code === 0 ? null : coding.value(code);
  }

  function layDrifted(order: Uint32Array): Layout {
    const all = createDrifted();
    for (const row of order) {
      const value = valueAt(row);
      if (value !== null) all.codes.set(row, all.coding.code(value));
    }
    return all.coding.lay(all.codes, order);
  }

  return {
    set(row, value) {
      if (value === null) return;
      if (value !== last) {
        lastCode = codeOf(value);
        last = value;
      }
      if (lastCode !== 0) codes.set(row, lastCode);
      else {
        drifted ??= createDrifted();
        drifted.codes.set(row, drifted.coding.code(value));
      }
    },
    setMissing: missing.add,
    isMissing: missing.has,
    value: valueAt,
    finish(order) {
      const layout = drifted ? layDrifted(order) : coding.lay(codes, order);
      return { ...layout, scalar, ...(missing.isEmpty ? {} : { missing: missing.lay(order) }) };
    },
  };
}

/** Values of any kind. */
interface Drifted {
  readonly coding: Coding;
  readonly codes: RowCodes;
}

function createDrifted(): Drifted {
  return { coding: codeJson(), codes: createRowCodes() };
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
