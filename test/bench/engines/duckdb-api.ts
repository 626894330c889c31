/** What the benchmark uses of `@duckdb/node-api`. */
export interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string, options: Record<string, string>): Promise<Instance>;
  };
  readonly DuckDBDataChunk: { create(types: readonly unknown[], rows: number): Chunk };
  readonly INTEGER: unknown;
  readonly DOUBLE: unknown;
  readonly BOOLEAN: unknown;
  readonly VARCHAR: unknown;
}
export interface Instance {
  connect(): Promise<Connection>;
  closeSync(): void;
}
export interface Connection {
  run(sql: string): Promise<unknown>;
  prepare(sql: string): Promise<Prepared>;
  createAppender(table: string): Promise<Appender>;
  closeSync(): void;
}
export interface Prepared {
  runAndReadAll(): Promise<{ getRowsJS(): readonly (readonly unknown[])[] }>;
}
export interface Chunk {
  setColumns(columns: readonly (readonly unknown[])[]): void;
}
export interface Appender {
  appendDataChunk(chunk: Chunk): void;
  closeSync(): void;
}
