/** Values by asset type and connector, as collections are told apart. */
export interface Pairs<V> {
  readonly size: number;
  get(type: string, connector: string): V | undefined;
  set(type: string, connector: string, value: V): void;
  delete(type: string, connector: string): void;
}

/** No values. One map for each type: a map of all pairs would end at 16.7 million. */
export function createPairs<V>(): Pairs<V> {
  const byType = new Map<string, Map<string, V>>();
  return {
    get size() {
      return [...byType.values()].reduce((sum, { size }) => sum + size, 0);
    },
    get: (type, connector) => byType.get(type)?.get(connector),
    set(type, connector, value) {
      const own = byType.get(type) ?? new Map<string, V>();
      byType.set(type, own.set(connector, value));
    },
    delete: (type, connector) => void byType.get(type)?.delete(connector),
  };
}
