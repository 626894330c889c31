import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import { openSample, post, startSite } from "./site.ts";

let site: RunningServer;
beforeAll(async () => {
  site = await startSite(await openSample());
});
afterAll(() => site.stop());

interface Answer {
  readonly data: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  readonly extensions?: { readonly missingCount: number };
}

const ask = async (query: string, variables = {}) =>
  (await (await post(site, query, variables)).json()) as Answer;

const control = "azure/defender/security-contacts-have-additional-email";
const subscription = "/subscriptions/1f2cb7db-6388-55aa-8d3a-f23571013690";

test.each([
  ["as it is", subscription],
  ["in another case", subscription.toUpperCase()],
  ["with a slash at its end", `${subscription}/`],
  ["as an address of the portal", `https://portal.azure.com/#@x/resource${subscription}/overview`],
])("an asset is looked up by its id: %s", async (_title, id) => {
  const query =
    "query ($id: ID!) { asset(id: $id) { __typename id ... on Connector { subscriptionId } } node(id: $id) { id } }";
  const { data } = await ask(query, { id });
  expect(data.asset).toEqual({
    __typename: "Connector",
    id: subscription,
    subscriptionId: subscription.split("/")[2],
  });
  expect(data.node).toEqual({ id: subscription });
});

test.each([
  ["Control", control, "... on Control { title checks { id } }"],
  ["Check", `${control}#connectors`, "... on Check { control { id } results { found } }"],
])("a node is also a %s", async (type, id, selection) => {
  const query = `query ($id: ID!) { node(id: $id) { __typename id ${selection} } }`;
  expect((await ask(query, { id })).data.node).toMatchObject({ __typename: type, id });
});

test("what is not there is null, with what was not read and might hold it", async () => {
  const id = `${subscription}/resourceGroups/none/providers/Microsoft.KeyVault/vaults/none`;
  const query = "query ($id: ID!) { asset(id: $id) { id } node(id: $id) { id } }";
  const { data, extensions } = await ask(query, { id });
  expect(data).toEqual({ asset: null, node: null });
  expect(extensions?.missingCount).toBeGreaterThan(0);
});

test("an asset that stands in an answer several times has the same findings everywhere", async () => {
  const query =
    "{ controls(status: [UNDECIDED]) { verdict { undecided { asset { id findings { control { id } } } } } } assets { id findings { control { id } } } }";
  const { data } = (await ask(query)) as unknown as {
    data: {
      assets: { id: string; findings: unknown }[];
      controls: { verdict: { undecided: { asset: { id: string; findings: unknown } }[] } }[];
    };
  };
  const alone = new Map(data.assets.map(({ id, findings }) => [id, findings]));
  const repeated = data.controls.flatMap(({ verdict }) => verdict.undecided);
  expect(repeated.length).toBeGreaterThan(new Set(repeated.map(({ asset }) => asset.id)).size);
  for (const { asset } of repeated) expect(asset.findings).toEqual(alone.get(asset.id));
});
