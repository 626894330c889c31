import { describe, expect, test } from "vitest";
import {
  readId,
  readPart,
  readPattern,
  readSpelling,
  storedId,
  storeSpelling,
} from "../../src/model/spellings.ts";

const account =
  "/subscriptions/3f6c/resourcegroups/rg/providers/microsoft.storage/storageaccounts/shop";
const written =
  "/subscriptions/3F6C/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/Shop";

describe("an id that a person writes", () => {
  test.each([
    ["as it is stored", account],
    ["as the portal shows it", written],
    ["with a slash at the end", `${written}/`],
    ["with blanks around it", ` ${written} `],
    ["with the portal's page behind it", `${written}/overview`],
    [
      "as an address of the portal",
      `https://portal.azure.com/#@contoso.com/resource${written}/overview`,
    ],
    [
      "as an address of the portal without a tenant",
      `https://portal.azure.com/#resource${written}`,
    ],
    [
      "as an address of the portal on another page",
      `https://portal.azure.com/#@contoso.com/resource${written}/networking`,
    ],
    [
      "as an address of another cloud's portal",
      `https://portal.azure.us/#@contoso.com/resource${written}/overview`,
    ],
    [
      "as an address with what a link was followed from",
      `https://portal.azure.com/?l=en.en-us#@x/resource${written}/overview?from=mail`,
    ],
    [
      "as an address with the id in one parameter",
      `https://portal.azure.com/#view/X/Y.ReactView/id/${encodeURIComponent(written)}`,
    ],
    [
      "as an address of Resource Manager",
      `https://management.azure.com${written}?api-version=2023-05-01`,
    ],
  ])("%s is the asset's", (_title, id) => {
    expect(readId(id)).toBe(account);
  });

  test.each([
    ["the root of all scopes", "/", "/"],
    [
      "a page of a subscription",
      "https://portal.azure.com/#@x/resource/subscriptions/3F6C/overview",
      "/subscriptions/3f6c",
    ],
    [
      "a page of a group",
      "https://portal.azure.com/#@x/resource/subscriptions/3F6C/resourceGroups/RG/overview",
      "/subscriptions/3f6c/resourcegroups/rg",
    ],
    ["what is no id", "Anything", "anything"],
    [
      "an address without an id",
      "https://portal.azure.com/#home",
      "https://portal.azure.com/#home",
    ],
    [
      "an address that is badly encoded",
      "https://portal.azure.com/#@x/resource/subscriptions/%zz",
      "/subscriptions/%zz",
    ],
  ])("%s stays what it is", (_title, id, expected) => {
    expect(readId(id)).toBe(expected);
  });

  test("of an answer is never taken for an address", () => {
    expect(storedId(`${written}/`)).toBe(account);
    expect(storedId("/")).toBe("/");
  });
});

describe("a text of an answer", () => {
  const words = {
    words: [
      ["On", "Enabled", "true"],
      ["Off", "Disabled"],
      ["TLS1_2", "TLSv1.2"],
    ],
  };

  test.each([
    [words, "ON", "On"],
    [words, " enabled ", "On"],
    [words, "disabled", "Off"],
    [words, "tls 1.2", "TLS1_2"],
    [words, "TLSV1_2", "TLS1_2"],
    [words, "Perhaps", undefined],
    [words, "", null],
    [{ words: [["Log"], [""]] }, "", ""],
    [{ form: "REGION" }, "West Europe", "westeurope"],
    [{ form: "REGION" }, "EastUS", "eastus"],
    [{ form: "REGION" }, "(Europe) West Europe", "westeurope"],
    [{ form: "REGION" }, "", null],
    [{ form: "ID" }, `${written}/`, account],
    [{ form: "CASE" }, "Standard", "Standard"],
    [{ form: "CASE" }, "", null],
  ] as const)("with %j %j is stored as %j", (spelling, text, stored) => {
    expect(storeSpelling(spelling, text)).toBe(stored);
  });
});

describe("a text of a filter", () => {
  test("is one of the words or a mistake", () => {
    const spelling = { words: [["Allow", "Accept"], ["Deny"]] };
    expect(readSpelling(spelling, "ACCEPT")).toBe("Allow");
    expect(readSpelling(spelling, "Forbid")).toBeUndefined();
    expect(readSpelling(spelling, "")).toBeUndefined();
  });

  test.each([
    [{ form: "REGION" }, "West ", "west"],
    [{ form: "ID" }, "/Subscriptions/3F6C/", "/subscriptions/3f6c/"],
    [{ form: "ID" }, `https://portal.azure.com/#@x/resource${written}/overview`, account],
    [{ form: "CASE" }, "Stand", "Stand"],
    [{ words: [["Allow"]] }, "all", "all"],
  ] as const)("that is a part is folded by %j: %j is %j", (spelling, text, part) => {
    expect(readPart(spelling, text)).toBe(part);
  });

  test.each([
    ["West Europe|North\\s+Europe", "(?i)WestEurope|NorthEurope"],
    ["West[ ]?Europe", "(?i)WestEurope"],
    ["[A-Z ]+\\.x\\ y", "(?i)[A-Z ]+\\.x\\ y"],
  ])("that is a pattern of regions %j matches as %j", (pattern, read) => {
    expect(readPattern({ form: "REGION" }, pattern)).toBe(read);
  });
});
