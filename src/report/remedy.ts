import { accountNoun } from "../asset-ids.ts";
import type { Collection, MissingEvidence } from "../types.ts";

/** What would mend it, as one sentence, where that can be told. */
export function mendingOf({ collection, id }: Omit<MissingEvidence, "path">): string | undefined {
  if (collection) return remedyFor(collection);
  return id === undefined
    ? undefined
    : "Let whoever collects read it, or remove what leads to it where it is gone, and collect again.";
}

/** So much is shown of what a service answered. */
const causeLength = 200;

/** Whether the remedy leaves out what there is to know: what went wrong is then to be shown beside it. */
export function needsCause({
  status,
  cause,
  permission,
}: Pick<Collection, "status" | "cause" | "permission">): boolean {
  if (cause === undefined) return false;
  if (status === "denied") return permission === undefined;
  if (status === "notRegistered") return providerIn(cause) === undefined;
  return status === "failed" || status === "throttled" || status === "skipped";
}

/** What went wrong, cut where it is long. */
export function causeOf({ cause = "" }: Collection): string {
  return cause.length > causeLength ? `${cause.slice(0, causeLength).trimEnd()}…` : cause;
}

/** What would make a collection complete, as one sentence. */
export function remedyFor(
  collection: Pick<Collection, "status" | "permission" | "cause" | "code"> &
    Partial<Pick<Collection, "connector">>,
): string {
  const { status, permission, cause } = collection;
  switch (status) {
    case "denied":
      if (permission) return `Grant "${permission}" to whoever collects, and collect again.`;
      return isSignIn(collection)
        ? `Sign in again, with a fresh secret or token for "--credential" where it takes one, and to the ${accountNoun(collection.connector ?? "")}'s tenant with "--tenant"; then collect again.`
        : "Grant whoever collects the right to read it, and collect again.";
    case "notRegistered": {
      const provider = providerIn(cause);
      return `Register the resource provider${provider ? ` "${provider}"` : ""}, and collect again.`;
    }
    case "throttled":
      return "Collect again when the service is less busy.";
    case "failed":
      return "Remove the cause, and collect again.";
    case "skipped":
      return "Collect again without leaving it out.";
    case "notCollected":
      return "Collect again, with this type among those that are read; what nothing reads yet stands in docs/collecting.md.";
    case "complete":
      return "Nothing needs to be done.";
  }
}

/** Whether who reads was not accepted, whatever they may: by the service's code, or by the words that `classify` has for a 401. */
function isSignIn({ code = "", cause = "" }: Pick<Collection, "code" | "cause">): boolean {
  return /^(expired|invalid)\w*token/i.test(code) || /\banswered 401\b/.test(cause);
}

/** The resource provider that a service's words name, a word with a dot in it; what stands in a link is none. */
function providerIn(cause = ""): string | undefined {
  return /(?<![\w/.@-])[a-z]\w+\.[a-z]\w+(?![\w@-])/i.exec(cause)?.[0];
}
