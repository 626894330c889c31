import { expect, test } from "vitest";
import { labelOf } from "../../src/report/asset-label.ts";

const account = "/subscriptions/203d1146-4812-561f-a1be-5434e89d8e4d";
const store = `${account}/resourcegroups/rg-web/providers/microsoft.storage/storageaccounts/pictures`;

test.each([
  ["Azure subscription 1", account, "Azure subscription 1 (203d1146-4812-561f-a1be-5434e89d8e4d)"],
  [null, account, "203d1146-4812-561f-a1be-5434e89d8e4d"],
  [
    "Contoso",
    "/tenants/303d1146-4812-561f-a1be-5434e89d8e4d",
    "Contoso (303d1146-4812-561f-a1be-5434e89d8e4d)",
  ],
  ["pictures", store, "pictures (rg-web, 203d1146-4812-561f-a1be-5434e89d8e4d)"],
  [
    "slides",
    `${store}/blobservices/default/containers/slides`,
    "pictures/default/slides (rg-web, 203d1146-4812-561f-a1be-5434e89d8e4d)",
  ],
  [
    "default",
    `${account}/providers/microsoft.security/securitycontacts/default`,
    "default (203d1146-4812-561f-a1be-5434e89d8e4d)",
  ],
  ["x", "something else", "x (something else)"],
])("%s of %s is called so that it can be told from others", (name, id, label) => {
  expect(labelOf({ id, name })).toBe(label);
});
