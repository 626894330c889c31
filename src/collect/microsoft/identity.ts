import { isObject, readJson } from "../json/json.ts";

/** Who a token speaks for, as far as it says. */
export interface Identity {
  /** Object id of the user or service principal. */
  readonly objectId?: string;
  /** Client id of the application. */
  readonly applicationId?: string;
  /** What people call it: a user's sign-in name, an application's display name. */
  readonly name?: string;
  readonly tenantId?: string;
}

/** What the claims of a token say; nothing where it is none that can be read. */
export function readIdentity(token: string): Identity {
  const [, payload] = token.split(".");
  const claims = readJson(Buffer.from(payload ?? "", "base64url").toString("utf8"));
  if (!isObject(claims)) return {};
  const text = (...names: readonly string[]) =>
    names.map((name) => claims[name]).find((value) => typeof value === "string") as
      string | undefined;
  const [objectId, applicationId, name, tenantId] = [
    text("oid"),
    text("appid", "azp"),
    text("upn", "preferred_username", "unique_name", "app_displayname"),
    text("tid"),
  ];
  return {
    ...(objectId === undefined ? {} : { objectId }),
    ...(applicationId === undefined ? {} : { applicationId }),
    ...(name === undefined ? {} : { name }),
    ...(tenantId === undefined ? {} : { tenantId }),
  };
}
