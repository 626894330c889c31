import { readId } from "../../model/spellings.ts";
import type { IdShapes } from "../reading/id-shapes.ts";

/** What ids of tenants and of what is in them look like: `/tenants/<GUID>/users/<GUID>`. */
export const ids: IdShapes = {
  account(written) {
    const id = readId(written).toLowerCase();
    return /^\/tenants\/[^/]+$/.test(id) ? id : undefined;
  },
  isAccount: (id) => /^\/tenants\/[^/]+$/.test(id),
  typeOf: (id) => id.toLowerCase().split("/").at(-2) ?? "",
  isInherited: () => false,
};
