import { authenticateByToken } from "../../src/server/authenticate.ts";
import { openSample, startSite } from "../server/site.ts";
import { countAccounts } from "./expected.ts";
import { furtherRecipes, ownRecipes, runRecipe } from "./recipes.ts";

// Runs the recipes of docs/clients.md, or those whose names are given, against the sample estate.
const wanted = process.argv.slice(2).map((name) => name.toLowerCase());
const recipes = [...ownRecipes, ...furtherRecipes].filter(
  ({ name }) => wanted.length === 0 || wanted.includes(name.toLowerCase()),
);
const token = "a-token-for-these-recipes";
const { inventory } = await openSample();
const site = await startSite({ inventory, authenticator: authenticateByToken(token) });
const expected = await countAccounts(inventory);
let failed = recipes.length === 0;
for (const recipe of recipes) {
  const said = await runRecipe(recipe, site.url, token).catch((error: Error) => error.message);
  const isRight = said === expected;
  failed ||= !isRight;
  console.log(`${isRight ? "ok  " : "FAIL"} ${recipe.name}: ${said.trim()}`);
}
await site.stop();
process.exitCode = failed ? 1 : 0;
