import { appRoles, GRAPH_APPLICATION, type TenantDiagnosis } from "../collect/entra/doctor.ts";
import { countNumber } from "../report/words.ts";

/** What is known of a tenant before anything is read of it. */
export type TenantFound = { readonly diagnosis: TenantDiagnosis } | { readonly problem: string };

/** A tenant's part of what `doctor` says, line by line. */
export function renderTenant(found: TenantFound, asked: string | undefined): readonly string[] {
  if ("problem" in found)
    return ["", `Tenant ${asked ?? "of the identity"}: ${found.problem.replace(/\.?$/, ".")}`];
  const { tenantId, isApplication, held, lacking } = found.diagnosis;
  const who = isApplication ? "an application" : "a person, through an application";
  const all = held.length + lacking.length;
  const lines = [
    "",
    `Tenant ${tenantId ?? asked ?? "of the identity"}, asked by ${who}: ${countNumber(held.length)} of ${countNumber(all)} permissions of Microsoft Graph held`,
    ...lacking.flatMap(({ permission, types }) => [
      `  ${permission}`,
      `    for ${types.join(", ")}`,
    ]),
  ];
  if (lacking.length === 0) return lines;
  const roles = lacking.flatMap(({ permission }) => appRoles[permission] ?? []);
  return [
    ...lines,
    ...(isApplication
      ? []
      : [
          "  What a person may not read by way of the Azure CLI cannot be added to it: sign in as an application.",
        ]),
    "  Grant an application what lacks, and consent to it for the tenant:",
    `    az ad app permission add --id <client id> --api ${GRAPH_APPLICATION} --api-permissions ${roles.map((role) => `${role}=Role`).join(" ")}`,
    "    az ad app permission admin-consent --id <client id>",
  ];
}
