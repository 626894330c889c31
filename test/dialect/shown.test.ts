import { expect, test } from "vitest";
import { renderOutline, renderPublishedSdl } from "../../src/dialect/sdl.ts";
import { readModel } from "../../src/model/read.ts";
import { model } from "./reading.ts";

const estate = { ...model, documentDirectives: "" };

/** Of all spellings at once a few types are enough to read. */
const small = {
  ...readModel([
    {
      file: "small.graphql",
      text: `type Team @source(loader: RESOURCE_GRAPH, type: "maker/teams") {
        id: ID!
        lead: Player @references(path: ["lead"])
        players: [Player!]! @references(path: ["players"])
        won: [Prize!]! @references(path: ["won"])
      }
      type Player implements Lent @source(loader: RESOURCE_GRAPH, type: "maker/players") { id: ID! isHurt: Boolean numbers: [Int] names: [String!] badge: Badge @embeds(path: ["badge"]) }
      type Badge { text: String }
      type Banner @source(loader: RESOURCE_GRAPH, type: "maker/banners") { words: [String!] }
      type Cup implements Lent @source(loader: RESOURCE_GRAPH, type: "maker/cups") { id: ID! }
      type Medal @source(loader: RESOURCE_GRAPH, type: "maker/medals") { metal: Metal }
      union Prize = Cup | Medal
      "Whatever is given a name."
      interface Named { id: ID! prizes: [Prize!]! @references(path: ["prizes"]) }
      interface Shown { id: ID! }
      interface Lent { id: ID! }
      interface Priced { id: ID! price: Int }
      interface Kept {
        id: ID!
        prizes: [Prize!]! @references(path: ["prizes"])
        shelf: Named @references(path: ["shelf"])
      }
      type Shelf implements Named & Shown & Lent & Priced @source(loader: RESOURCE_GRAPH, type: "maker/shelves") {
        id: ID!
        price: Int
        prizes: [Prize!]! @references(path: ["prizes"])
      }
      type Trophy implements Named & Shown & Kept & Priced @source(loader: RESOURCE_GRAPH, type: "maker/trophies") {
        id: ID!
        price: Int
        prizes: [Prize!]! @references(path: ["prizes"])
        shelf: Shelf @references(path: ["shelf"])
      }
      enum Metal { GOLD }`,
    },
  ]),
  documentDirectives: "",
};

test.each([
  ["suffix", false, estate],
  ["nested", true, estate],
  ["both", true, small],
] as const)(
  "the schema that tools are shown, spelling %s, connections %s",
  async (spelling, connections, shown) => {
    const text = renderPublishedSdl(shown, { spelling, connections });
    await expect(text).toMatchFileSnapshot(`golden/shown.${spelling}.graphql`);
  },
);

test("the schema that documents are validated against leaves filters to the dialect", async () => {
  await expect(renderOutline(estate)).toMatchFileSnapshot("golden/outline.graphql");
});
