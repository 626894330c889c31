import { countNumber } from "../../report/words.ts";
import type { Identity } from "../../collect/microsoft/identity.ts";
import type { Diagnosis, PermissionSeen } from "../../collect/azure/doctor.ts";
import type { AzureConnection } from "../../collect/azure/connect.ts";
import { azureOptions, connect } from "../azure-options.ts";
import type { Model } from "../../types.ts";
import { commandOf } from "../command-words.ts";
import { listOption, textOption, type Call, type Command } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { schemaFolder } from "../folders.ts";
import { schemaOption } from "../options.ts";
import { makeVisible } from "../../visible.ts";

/** How many subscriptions are named where a permission lacks. */
const NAMED = 3;

/** Says who would collect, what they see, and what they may not. */
export const doctorCommand: Command = {
  name: "doctor",
  about: "Say who would collect, what they see, and which permissions lack.",
  more: [
    'With "--role" it signs in nowhere and prints a custom role with just the permissions that collecting needs, for',
    '"az role definition create --role-definition".',
    "",
    "Exit codes: 0 everything can be read, 2 something cannot, 3 a mistake in what was asked.",
  ],
  options: [
    ...azureOptions,
    { flags: "--types <list>", about: "Only what these asset types need.", many: "list" },
    { flags: "--role", about: "Print the custom role and nothing else." },
    {
      flags: "--scope <id>",
      about: "Where the custom role can be assigned.",
      fallback: "/providers/Microsoft.Management/managementGroups/<your root management group>",
    },
    schemaOption,
  ],
  async run(call) {
    const { options, io } = call;
    const { loadModel } = await import("../../model/load.ts");
    const { chooseTypes } = await import("../../collect/choose-types.ts");
    const { renderRole } = await import("../../collect/azure/permissions.ts");
    const model = loadModel(schemaFolder(options, io));
    const types = listOption(options, "types");
    const names = chooseTypes(model, types).map(({ name }) => name);
    if (options.role === true) {
      const { needsOf } = await import("../../collect/needs.ts");
      const { azure } = await import("../../collect/azure/provider.ts");
      const role = renderRole(needsOf(model, azure, names), textOption(options, "scope")!);
      io.stdout.write(`${JSON.stringify(role, undefined, 2)}\n`);
      return exitCodes.passed;
    }
    const connection = await connect(call);
    const { transport, cloud, identities } = connection;
    const { examine } = await import("../../collect/azure/doctor.ts");
    const diagnosis = await examine(model, transport, {
      ...(types ? { types } : {}),
      signal: io.interruption(),
    });
    const lines = renderDiagnosis(cloud.name, identities, diagnosis).split("\n");
    io.stdout.write(lines.map(makeVisible).join("\n"));
    const { subscriptions, problems, permissions } = diagnosis;
    const areHeld = permissions.every(
      ({ lacking, unknown }) => lacking.length + unknown.length === 0,
    );
    if (subscriptions.length > 0 && !areHeld)
      io.stdout.write(
        `\nThe built-in role Reader, assigned at the root management group, holds them all; "${commandOf(io)} doctor --role" prints a role with no more than these.\n`,
      );
    const mayReadTenants = await tellTenants(call, model, connection, types);
    const isWhole = subscriptions.length > 0 && problems.length === 0 && areHeld && mayReadTenants;
    return isWhole ? exitCodes.passed : exitCodes.undecided;
  },
};

/** Says what the tokens for Microsoft Graph may read of their tenants, and how to grant the rest; whether that is all. */
async function tellTenants(
  { options, io }: Call,
  model: Model,
  { cloud, credentialFor }: AzureConnection,
  types: readonly string[] | undefined,
): Promise<boolean> {
  const { graphScope } = await import("../../collect/microsoft/clouds.ts");
  const scope = graphScope(cloud);
  if (scope === undefined) return true;
  const { examineToken } = await import("../../collect/entra/doctor.ts");
  const { renderTenant } = await import("../tell-tenant.ts");
  let isWhole = true;
  for (const tenant of listOption(options, "tenant") ?? [undefined]) {
    const token = await tokenOf(credentialFor(tenant), scope);
    const found =
      "problem" in token ? token : { diagnosis: examineToken(model, token.token, types) };
    io.stdout.write(
      renderTenant(found, tenant)
        .map((line) => `${makeVisible(line)}\n`)
        .join(""),
    );
    isWhole &&= "diagnosis" in found && found.diagnosis.lacking.length === 0;
  }
  return isWhole;
}

async function tokenOf(
  credential: ReturnType<AzureConnection["credentialFor"]>,
  scope: string,
): Promise<{ readonly token: string } | { readonly problem: string }> {
  try {
    const given = await credential.getToken(scope);
    return given ? { token: given.token } : { problem: "There is no token for Microsoft Graph." };
  } catch (error) {
    const { withoutSecrets } = await import("../../collect/microsoft/secrets.ts");
    return {
      problem: `There is no token for Microsoft Graph: ${withoutSecrets((error as Error).message)}`,
    };
  }
}

function renderDiagnosis(
  cloud: string,
  identities: readonly Identity[],
  { tenants, subscriptions, problems, permissions }: Diagnosis,
): string {
  const lines = [`Azure cloud: ${cloud}`, ...identities.map(renderIdentity), ""];
  lines.push(`${countNumber(subscriptions.length)} subscriptions`);
  const names = new Map(tenants.map(({ tenantId, name }) => [tenantId, name]));
  for (const [tenant, some] of Map.groupBy(subscriptions, ({ tenantId }) => tenantId)) {
    const name = names.get(tenant);
    lines.push(
      `  tenant ${tenant}${name === undefined ? "" : ` (${name})`}: ${countNumber(some.length)}`,
    );
    for (const { name, subscriptionId, state } of some.slice(0, 10))
      lines.push(`    ${subscriptionId}  ${name}${state === "Enabled" ? "" : ` (${state})`}`);
    if (some.length > 10) lines.push(`    and ${countNumber(some.length - 10)} more`);
  }
  for (const { tenantId, name } of tenants)
    if (!subscriptions.some((each) => each.tenantId === tenantId))
      lines.push(`  tenant ${tenantId} (${name}): none seen; "--tenant" reads another tenant`);
  for (const problem of problems) lines.push(`  could not be listed: ${problem}`);
  if (subscriptions.length === 0)
    lines.push(
      "  Give the identity a role on one, such as Security Reader, or name another tenant.",
    );
  lines.push("", ...renderPermissions(permissions, subscriptions.length));
  return `${lines.join("\n")}\n`;
}

function renderIdentity({ name, objectId, applicationId, tenantId }: Identity): string {
  const facts = [
    objectId === undefined ? undefined : `object ${objectId}`,
    applicationId === undefined ? undefined : `application ${applicationId}`,
    tenantId === undefined ? undefined : `tenant ${tenantId}`,
  ].filter((fact) => fact !== undefined);
  return `Signed in as ${name ?? "an identity whose token does not name it"}${facts.length > 0 ? ` (${facts.join(", ")})` : ""}`;
}

function renderPermissions(
  permissions: readonly PermissionSeen[],
  subscriptions: number,
): readonly string[] {
  const open = permissions.filter(({ lacking, unknown }) => lacking.length + unknown.length > 0);
  if (subscriptions === 0) return ["Permissions: none can be told without a subscription."];
  const held = permissions.length - open.length;
  const lines = [
    `Permissions: ${countNumber(held)} of ${countNumber(permissions.length)} held everywhere`,
  ];
  for (const { permission, types, lacking, unknown } of open) {
    lines.push(`  ${permission}`, `    for ${types.join(", ")}`);
    if (lacking.length > 0) lines.push(`    lacks in ${nameSome(lacking, subscriptions)}`);
    if (unknown.length > 0) lines.push(`    cannot be told in ${nameSome(unknown, subscriptions)}`);
  }
  return lines;
}

function nameSome(ids: readonly string[], of: number): string {
  if (ids.length === of && of > 1) return `all ${countNumber(of)} subscriptions`;
  const more = ids.length > NAMED ? ` and ${countNumber(ids.length - NAMED)} more` : "";
  return `${ids.slice(0, NAMED).join(", ")}${more}`;
}
