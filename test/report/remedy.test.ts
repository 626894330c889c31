import { missingWords } from "../../src/report/words.ts";
import { expect, test } from "vitest";
import { mendingOf, remedyFor } from "../../src/report/remedy.ts";
import type { Collection, MissingEvidence } from "../../src/types.ts";

const denied: Collection = {
  type: "SecurityGroup",
  connector: "/subscriptions/a",
  status: "denied",
  permission: "Microsoft.Network/networkSecurityGroups/read",
  readAt: "2026-11-20T08:00:00Z",
  assets: 0,
};

test.each<[string, Omit<MissingEvidence, "path">, string, string | undefined]>([
  [
    "a collection",
    { collection: denied },
    "denied",
    'Grant "Microsoft.Network/networkSecurityGroups/read" to whoever collects, and collect again.',
  ],
  [
    "a collection that an id leads into",
    { collection: denied, id: "/subscriptions/a/group" },
    "denied",
    'Grant "Microsoft.Network/networkSecurityGroups/read" to whoever collects, and collect again.',
  ],
  [
    "an id that nothing has",
    { id: "/subscriptions/b/group" },
    "leads to /subscriptions/b/group, which was not found",
    "Let whoever collects read it, or remove what leads to it where it is gone, and collect again.",
  ],
  ["a value", {}, "not known from what was read", undefined],
  [
    "a field of the schema's future",
    { reason: "Needs a call of its own." },
    "nothing reads it yet (Needs a call of its own)",
    undefined,
  ],
])("what is missing is told, and how to mend it: %s", (_title, missing, words, mending) => {
  expect(missingWords(missing)).toBe(words);
  expect(mendingOf(missing)).toBe(mending);
});

const { permission: _, ...unnamed } = denied;
const grant = "Grant whoever collects the right to read it, and collect again.";
const signIn =
  'Sign in again, with a fresh secret or token for "--credential" where it takes one, and to the subscription\'s tenant with "--tenant"; then collect again.';

test.each<[string, Collection, string]>([
  [
    "a sign-in that was not accepted",
    { ...unnamed, cause: "The service answered 401 with an error." },
    signIn,
  ],
  [
    "a sign-in that was not accepted for one of several assets",
    { ...unnamed, cause: "1 of 2 calls failed; the first, for /a: The service answered 401." },
    signIn,
  ],
  ["a token that ran out", { ...unnamed, code: "ExpiredAuthenticationToken" }, signIn],
  ["another tenant's token", { ...unnamed, code: "InvalidAuthenticationTokenTenant" }, signIn],
  ["a right that has no name", { ...unnamed, cause: "The service answered 403." }, grant],
  [
    "a permission that is named, whatever the answer",
    { ...denied, cause: "The service answered 401 with AuthorizationFailed." },
    'Grant "Microsoft.Network/networkSecurityGroups/read" to whoever collects, and collect again.',
  ],
])("what was denied is mended by what lacks: %s", (_title, collection, remedy) => {
  expect(remedyFor(collection)).toBe(remedy);
});
