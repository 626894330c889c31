/** What the benchmark uses of `apache-arrow`. */
export interface Arrow {
  readonly Bool: new () => unknown;
  readonly Dictionary: new (values: unknown, indices: unknown) => unknown;
  readonly Field: new (name: string, type: unknown) => unknown;
  readonly Float64: new () => unknown;
  readonly List: new (field: unknown) => unknown;
  readonly Null: new () => unknown;
  readonly Table: new (columns: Readonly<Record<string, Vector>>) => ArrowTable;
  readonly Uint8: new () => unknown;
  readonly Uint16: new () => unknown;
  readonly Uint32: new () => unknown;
  readonly Utf8: new () => unknown;
  readonly Vector: new (data: readonly unknown[]) => Vector;
  makeData(parts: DataParts): unknown;
  tableFromIPC(bytes: Uint8Array): ArrowTable;
  tableToIPC(table: ArrowTable, form: "file"): Uint8Array;
}

export interface DataParts {
  readonly type: unknown;
  readonly length: number;
  readonly nullBitmap?: Uint8Array | undefined;
  readonly data?: ArrayBufferView;
  readonly valueOffsets?: Int32Array;
  readonly child?: unknown;
  readonly dictionary?: Vector;
}

export interface Vector {
  get(row: number): unknown;
}

export interface ArrowTable {
  readonly numRows: number;
  readonly numCols: number;
  getChildAt(position: number): Vector | null;
}
