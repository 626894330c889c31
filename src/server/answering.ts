import type { GraphQLSchema } from "graphql";
import type { Inventory } from "../types.ts";
import type { ReadDocument } from "./documents.ts";

/** What queries are answered from: one snapshot. */
export interface Answering {
  readonly inventory: Inventory;
  readonly schema: GraphQLSchema;
  readonly readDocument: (text: string) => ReadDocument;
  /** Holds it for as long as it is asked; what comes back ends that. */
  hold(): () => void;
}
