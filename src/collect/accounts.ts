import type { AssetType } from "../types.ts";
import type { Account, LoaderContext } from "./loader-context.ts";
import type { JsonObject } from "./json/json.ts";
import type { AccountList, Unlisted } from "./provider.ts";

/**
 * What stands in for accounts that should be among those that are listed and are not: `asked` for, or there `before`, as ids. A right
 * that was lost and a wrong digit look the same, so that nothing is known of them.
 */
export function findUnseen(
  noun: string,
  { listed, readAt }: AccountList,
  { asked, before }: { readonly asked: Iterable<string>; readonly before: Iterable<string> },
): readonly Unlisted[] {
  const seen = new Set(listed.map(({ account }) => account.id));
  const unseen = new Map<string, Unlisted>();
  const add = (connector: string, cause: string) => {
    if (seen.has(connector) || unseen.has(connector)) return;
    unseen.set(connector, { connector, failure: { status: "failed", cause, readAt } });
  };
  for (const id of asked)
    add(
      id,
      `The ${noun} "${keyOf(id)}" was asked for and is not seen: the identity has no rights there, or there is none of that id.`,
    );
  for (const id of before)
    add(
      id,
      `The ${noun} "${keyOf(id)}" was there before and is not seen now: a right was lost, or it is no more. In that case say so: "assay collect --gone ${keyOf(id)}".`,
    );
  return [...unseen.values()];
}

const keyOf = (id: string) => id.slice(id.lastIndexOf("/") + 1);

/**
 * Writes the connectors, each with a collection of nothing for every type of the `others`, which their cloud does not have; and for lists
 * that were not whole a collection of every type that stands for what nobody knows.
 */
export async function writeConnectors(
  { listed, unlisted }: Pick<AccountList, "listed" | "unlisted">,
  described: ReadonlyMap<string, JsonObject>,
  types: {
    readonly connector: AssetType;
    readonly all: readonly AssetType[];
    readonly others: readonly AssetType[];
  },
  { normalise, writer }: Pick<LoaderContext, "normalise" | "writer">,
): Promise<void> {
  for (const { account, readAt, apiVersion } of listed) {
    const whole = { ...account.raw, ...described.get(account.id), id: account.id };
    await writer.write(
      normalise(types.connector, whole, { connector: account.id, readAt, apiVersion }),
    );
    const pair = { type: types.connector.name, connector: account.id };
    await writer.finish({ ...pair, status: "complete", assets: 1, readAt, apiVersion });
    for (const { name } of types.others)
      await writer.finish({
        ...{ type: name, connector: account.id, status: "complete", assets: 0, readAt },
      });
  }
  for (const { connector, failure } of unlisted)
    for (const type of types.all) await writer.fail(type, connector, failure);
}

/** Accounts in groups of at most `size`, each of one tenant. */
export function* groupAccounts(
  accounts: readonly Account[],
  size: number,
): Generator<readonly Account[]> {
  const byTenant = Map.groupBy(accounts, (account) => account.tenant);
  for (const group of byTenant.values())
    for (let start = 0; start < group.length; start += size) yield group.slice(start, start + size);
}
