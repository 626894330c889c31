import { afterAll, beforeAll, expect, test } from "vitest";
import { authenticateByToken } from "../../src/server/authenticate.ts";
import type { RunningServer } from "../../src/server/server.ts";
import type { Inventory } from "../../src/types.ts";
import { openSample, startSite } from "../server/site.ts";
import { countAccounts } from "./expected.ts";
import { ownRecipes, runRecipe } from "./recipes.ts";

const token = "a-token-for-these-recipes";
let inventory: Inventory;
let site: RunningServer;
beforeAll(async () => {
  ({ inventory } = await openSample());
  site = await startSite({ inventory, authenticator: authenticateByToken(token) });
});
afterAll(() => site.stop());

test.each(ownRecipes.map((recipe) => [recipe.name, recipe] as const))(
  "the recipe of the docs for %s reads a list to its end",
  async (_name, recipe) => {
    expect(await runRecipe(recipe, site.url, token)).toBe(await countAccounts(inventory));
  },
);
