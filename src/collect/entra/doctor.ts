import type { Model } from "../../types.ts";
import { isObject, readJson } from "../json/json.ts";
import { type Need, needsOf } from "../needs.ts";
import { entra } from "./provider.ts";

/** What a token may read of a tenant. */
export interface TenantDiagnosis {
  readonly tenantId?: string;
  /** Whether an application asks for itself; else a person does, through one. */
  readonly isApplication: boolean;
  readonly held: readonly Need[];
  readonly lacking: readonly Need[];
}

/**
 * Permissions that hold another: always, and where a person asks through an application. learn.microsoft.com/graph/permissions-reference,
 * 2026-08; what a person may then read depends on the person's roles, too.
 */
const heldBy: Readonly<
  Record<string, { readonly always: readonly string[]; readonly person: readonly string[] }>
> = {
  "User.Read.All": { always: ["Directory.Read.All"], person: ["Directory.AccessAsUser.All"] },
  "Group.Read.All": { always: ["Directory.Read.All"], person: ["Directory.AccessAsUser.All"] },
  "Application.Read.All": {
    always: ["Directory.Read.All"],
    person: ["Directory.AccessAsUser.All"],
  },
  "Directory.Read.All": { always: [], person: ["Directory.AccessAsUser.All"] },
  "Policy.Read.DeviceConfiguration": { always: [], person: ["Policy.Read.All"] },
};

/** Ids of Microsoft Graph's permissions for applications, the same everywhere: learn.microsoft.com/graph/permissions-reference. */
export const appRoles: Readonly<Record<string, string>> = {
  "Directory.Read.All": "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
  "Policy.Read.All": "246dd0d5-5bd0-4def-940b-0421030a5b68",
  "AuditLog.Read.All": "b0afded3-3588-46d8-8b3d-9842eff778da",
  "Policy.Read.DeviceConfiguration": "bdba4817-6ba1-4a7c-8a01-be9bc7c242dd",
  "User.Read.All": "df021288-bdef-4463-88db-98f22de89214",
  "Group.Read.All": "5b567255-7703-4780-807c-7be8301ae99b",
  "Application.Read.All": "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
};

/** What Microsoft Graph's own application is called in every tenant. */
export const GRAPH_APPLICATION = "00000003-0000-0000-c000-000000000000";

/** Reads off a token which of the permissions that these asset types take it carries. Nothing is asked of the service. */
export function examineToken(
  model: Model,
  token: string,
  types?: readonly string[],
): TenantDiagnosis {
  const claims = readJson(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  const said = isObject(claims) ? claims : {};
  const roles = Array.isArray(said.roles) ? said.roles.map(String) : [];
  const scopes = typeof said.scp === "string" ? said.scp.split(" ") : [];
  const isApplication =
    said.idtyp === "app" || (said.scp === undefined && said.roles !== undefined);
  const carried = new Set(isApplication ? roles : scopes);
  const isHeld = ({ permission }: Need) =>
    [permission, ...alternativesOf(permission, isApplication)].some(
      (one) => carried.has(one) || carried.has(one.replace(".Read.", ".ReadWrite.")),
    );
  const needs = needsOf(model, entra, types);
  return {
    ...(typeof said.tid === "string" ? { tenantId: said.tid } : {}),
    isApplication,
    held: needs.filter(isHeld),
    lacking: needs.filter((need) => !isHeld(need)),
  };
}

function alternativesOf(permission: string, isApplication: boolean): readonly string[] {
  const known = heldBy[permission];
  if (!known) return [];
  return isApplication ? known.always : [...known.always, ...known.person];
}
