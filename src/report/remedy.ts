import type { Collection, CollectionStatus } from "../types.ts";

/** How people read a collection's status. */
export const collectionWords: Readonly<Record<CollectionStatus, string>> = {
  complete: "complete",
  denied: "denied",
  notRegistered: "resource provider not registered",
  throttled: "throttled",
  failed: "failed",
  skipped: "skipped",
  notCollected: "not collected",
};

/** What would make a collection complete, as one sentence. */
export function remedyFor(collection: Collection): string {
  const { status, permission, cause } = collection;
  switch (status) {
    case "denied":
      return permission
        ? `Grant "${permission}" to whoever collects, and collect again.`
        : "Grant whoever collects the right to read it, and collect again.";
    case "notRegistered": {
      const provider = cause?.match(/\bMicrosoft\.\w+/)?.[0];
      return `Register the resource provider${provider ? ` "${provider}"` : ""}, and collect again.`;
    }
    case "throttled":
      return "Collect again when the service is less busy.";
    case "failed":
      return "Remove the cause, and collect again.";
    case "skipped":
      return "Collect again without leaving it out.";
    case "notCollected":
      return "Collect it.";
    case "complete":
      return "Nothing needs to be done.";
  }
}
