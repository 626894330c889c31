/**
 * How the ids of assets are built, whatever the cloud: the account's, which is a kind and a name, and behind it further kinds and names in
 * turn. A kind `providers` names who has the kinds behind it.
 */
export interface AssetId {
  /** The id of the account, which is the connector's: `/subscriptions/1111…`. */
  readonly connector: string;
  /** What people call such an account, in the singular: `subscription`. */
  readonly noun: string;
  /** What of the account's id is its own: `1111…`. */
  readonly key: string;
  /** The kinds and names behind it. */
  readonly rest: string;
}

/** The parts of an id; undefined for one that stands in no account. */
export function readAssetId(id: string): AssetId | undefined {
  const [, kind, key, rest] = /^\/?([^/]+)\/([^/]+)(.*)$/.exec(id) ?? [];
  if (kind === undefined || key === undefined || kind.toLowerCase() === "providers")
    return undefined;
  const connector = id.slice(0, id.length - rest!.length);
  return { connector, noun: kind.toLowerCase().replace(/s$/, ""), key, rest: rest! };
}

/** The noun of a connector's id, where it has one; also of what stands in for all of a kind, `/subscriptions`. */
export function accountNoun(connector: string): string {
  const id = /^\/[^/]+$/.test(connector) ? `${connector}/all` : connector;
  return readAssetId(id)?.noun ?? "account";
}
