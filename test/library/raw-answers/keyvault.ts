import { below, idOf, refusedRows, row, rows, type Answers } from "../answers.ts";
import type { Cases } from "./kinds.ts";
import { account, vault, diagnostics, category, categoryGroup, settingsBelow } from "./shared.ts";

const vaults = (properties: object) => rows(vault, row(vault, "keys", properties));
function vaultCases(property: string): Cases {
  const of = (value: unknown) => vaults({ [property]: value });
  return {
    pass: { [`${property} is true`]: of(true) },
    fail: { [`${property} is false`]: of(false), [`${property} is absent`]: of(undefined) },
    undecided: { "vaults refused": refusedRows(vault) },
  };
}

/** A control about the dates of what a vault holds: `keys` or `secrets`. */
function expiryCases(held: string): Cases {
  const list = `${idOf(vault, "keys")}/${held}`;
  const of = (attributes: object) => ({
    ...vaults({}),
    ...below(`${list}@2023-07-01`, [
      { id: `${list}/first`, name: "first", properties: { attributes } },
    ]),
  });
  return {
    pass: {
      "it has a date": of({ enabled: true, exp: 1_830_000_000 }),
      "it is disabled": of({ enabled: false }),
    },
    fail: {
      "it has none": of({ enabled: true }),
      "its date is null": of({ enabled: true, exp: null }),
    },
    undecided: {
      "the list refused": { ...vaults({}), ...below(`${list}@2023-07-01`, 403) },
      "vaults refused": refusedRows(vault),
    },
  };
}

/** A vault with diagnostic settings, and none of the other resources that can have some. */
function vaultLogged(...logs: readonly (readonly object[])[]): Answers {
  return {
    ...rows(account),
    ...rows("Microsoft.Web/sites"),
    ...vaults({}),
    ...settingsBelow(idOf(vault, "keys"), logs),
  };
}

/** Cases of this service's controls, by id. */
export const keyvaultCases: Readonly<Record<string, Cases>> = {
  "azure/keyvault/vault-access-is-logged": {
    pass: {
      "audit events": vaultLogged([category("AuditEvent")]),
      "the group audit": vaultLogged([categoryGroup("audit")]),
      "one setting of two": vaultLogged(
        [category("AuditEvent", false)],
        [categoryGroup("allLogs")],
      ),
    },
    fail: {
      "no setting": vaultLogged(),
      "switched off": vaultLogged([category("AuditEvent", false)]),
      "another category": vaultLogged([category("AzurePolicyEvaluationDetails")]),
    },
    undecided: {
      "settings refused": {
        ...vaults({}),
        ...below(`${idOf(vault, "keys")}${diagnostics}`, 403),
      },
      "vaults refused": refusedRows(vault),
    },
  },
  "azure/keyvault/keys-expire": expiryCases("keys"),
  "azure/keyvault/secrets-expire": expiryCases("secrets"),
  "azure/keyvault/vaults-keep-what-was-deleted": {
    pass: { "soft delete is on": vaults({ enableSoftDelete: true }) },
    fail: {
      "soft delete is off": vaults({ enableSoftDelete: false }),
      "a vault from before soft delete": vaults({}),
      "soft delete is null": vaults({ enableSoftDelete: null }),
    },
    undecided: { "vaults refused": refusedRows(vault) },
  },
  "azure/keyvault/vaults-have-purge-protection": vaultCases("enablePurgeProtection"),
  "azure/keyvault/vaults-use-role-based-access": vaultCases("enableRbacAuthorization"),
};
