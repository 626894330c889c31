import { createLists } from "../../src/collect/calls/listing.ts";
import { type Classify, failureOf } from "../../src/collect/calls/failure.ts";
import type { Account, LoaderContext } from "../../src/collect/loader-context.ts";
import type { ListedAccount, Provider } from "../../src/collect/provider.ts";
import { mismatch } from "../../src/collect/reading/mismatch.ts";
import type { AssetType } from "../../src/types.ts";

const classify: Classify = (answer) => {
  if (answer.kind === "fault") return answer;
  const status = answer.status === 403 ? "denied" : "failed";
  const failure = failureOf(answer, status, `The harbour answered ${answer.status}.`);
  return status === "denied" ? { ...failure, lacksPermission: true } : failure;
};

const { walkList } = createLists({ classify, link: "next" });

/** A cloud of two types of assets, which is no cloud. */
export const harbour: Provider = {
  name: "harbour",
  account: "harbour",
  loaders: { HARBOUR_LIST: loadLists },
  conversions: {
    TONS: {
      convert: (value) =>
        typeof value === "string" && /^\d+ t$/.test(value) ? Number.parseInt(value, 10) : mismatch,
    },
  },
  derivations: {
    TOO_HEAVY: {
      value(ship, facts) {
        if (!facts.isComplete("Crane", ship.id)) return undefined;
        const tons = ship.value("tons");
        const lifted = facts.inConnector("Crane", ship.connector).map((one) => one.value("lifts"));
        return lifted.every((lifts) => Number(lifts) < Number(tons));
      },
    },
  },
  ids: {
    account: (written) => (written.startsWith("/") ? written : `/harbours/${written}`),
    isAccount: (id) => /^\/harbours\/[^/]+$/.test(id),
    typeOf: (id) => id.split("/").at(-2) ?? "",
    isInherited: () => false,
  },
  async listAccounts(transport, { source }, keep) {
    const request = { method: "GET", path: "/harbours", page: 1 } as const;
    const listing = walkList(transport, { ...request, apiVersion: source!.apiVersion! });
    const listed: ListedAccount[] = [];
    let readAt = "";
    for await (const { items, reply } of listing.pages) {
      readAt = reply.readAt;
      for (const raw of items.filter(({ id }) => keep(String(id)))) {
        const id = String(raw.id);
        const account = { id, key: id.split("/").at(-1)!, raw };
        listed.push({ account, readAt, apiVersion: reply.apiVersion });
      }
    }
    const failure = listing.failure();
    return { listed, unlisted: failure ? [{ connector: "/harbours", failure }] : [], readAt };
  },
  kept: [],
  recording: {
    endpoint: "https://harbours.example",
    link: "next",
    accounts: "/harbours",
    isOfAnyTenant: () => true,
    withoutTokens: (body) => body,
    keepsHeader: () => false,
    open: () => ({
      provider: harbour,
      send: () => undefined,
      unasked: () => ({ files: [], types: new Map() }),
    }),
    createRedactor: () => ({
      path: (path) => path,
      body: (body) => body,
      bodyAgain: (body) => body,
      text: (text) => text,
      tenant: (tenant) => tenant,
    }),
  },
};

async function loadLists(context: LoaderContext, types: readonly AssetType[]): Promise<void> {
  for (const account of context.accounts)
    for (const type of types) await loadList(context, type, account);
}

async function loadList(
  { writer, normalise, transport }: LoaderContext,
  type: AssetType,
  account: Account,
): Promise<void> {
  if (writer.isDone(type.name, account.id)) return;
  const path = type.source!.path!.replace("{harbour}", account.key);
  const { apiVersion = "" } = type.source!;
  const listing = walkList(transport, { method: "GET", path, apiVersion, page: 1 });
  let assets = 0;
  let readAt = "";
  for await (const { items, reply } of listing.pages) {
    readAt = reply.readAt;
    assets += items.length;
    const around = { connector: account.id, readAt, apiVersion };
    await writer.write(items.flatMap((raw) => normalise(type, raw, around)));
  }
  const failure = listing.failure();
  if (failure) return writer.fail(type, account.id, failure, { assets });
  const pair = { type: type.name, connector: account.id };
  await writer.finish({ ...pair, status: "complete", assets, readAt, apiVersion });
}
