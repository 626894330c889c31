import type { Derived, Fact, Facts } from "../../inventory/derivation.ts";
import type { FieldValue } from "../../types.ts";
import { ids } from "./ids.ts";

/** Ids of templates, the same in every tenant: learn.microsoft.com/entra/identity/users/groups-settings-cmdlets. */
const GROUP_UNIFIED = "62375ab9-6b52-47ed-826b-58e47e0e304b";
const PASSWORD_RULES = "5cf42378-d67d-4f36-ba46-e8b86229381d";

/** What a setting's text means; undefined for what it cannot mean. */
type Read = (text: string) => FieldValue | undefined;

/** `"False"` and `"true"` come in one answer. */
const asBoolean: Read = (text) =>
  ({ true: true, false: false })[text.trim().toLowerCase()] ?? undefined;
const asNumber: Read = (text) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined);

export function groupUnifiedSettings(connector: Fact, facts: Facts): Derived {
  return settingsOf(connector, facts, GROUP_UNIFIED, {
    enableGroupCreation: ["EnableGroupCreation", asBoolean],
  });
}

export function passwordRuleSettings(connector: Fact, facts: Facts): Derived {
  return settingsOf(connector, facts, PASSWORD_RULES, {
    enableBannedPasswordCheck: ["EnableBannedPasswordCheck", asBoolean],
    lockoutDurationInSeconds: ["LockoutDurationInSeconds", asNumber],
    lockoutThreshold: ["LockoutThreshold", asNumber],
  });
}

/**
 * What holds in a tenant: the settings of a template that were saved, else the template's defaults. Settings that were never saved are not
 * in the answer, so that both lists have to be known. A part is there for every tenant, or nothing is known; other accounts have none.
 */
function settingsOf(
  { id }: Fact,
  facts: Facts,
  template: string,
  wanted: Readonly<Record<string, readonly [name: string, read: Read]>>,
): Derived {
  if (!ids.isAccount(id)) return { parts: [], isWhole: true };
  const unknown: Derived = { parts: [], isWhole: false };
  if (!facts.isComplete("GroupSetting", id)) return unknown;
  const ofTemplate = (type: string) =>
    facts.inConnector(type, id).filter((one) => one.value("templateId") === template);
  const saved = ofTemplate("GroupSetting");
  const defaults = ofTemplate("GroupSettingTemplate");
  if (saved.length > 1 || saved.some(isUnclear)) return unknown;
  const fields: Record<string, FieldValue> = {};
  for (const [field, [name, read]] of Object.entries(wanted)) {
    const text =
      textOf(saved[0], "GroupSettingValue", name, "value") ??
      textOf(defaults[0], "GroupSettingDefault", name, "defaultValue");
    const value = text === undefined ? undefined : read(text);
    if (value === undefined) return unknown;
    fields[field] = value;
  }
  return { parts: [fields], isWhole: true };
}

const isUnclear = (setting: Fact) => setting.isMissing("values");

function textOf(
  owner: Fact | undefined,
  type: string,
  name: string,
  member: string,
): string | undefined {
  const own = owner?.follow("values", type).find((one) => one?.value("name") === name);
  const value = own?.value(member);
  return typeof value === "string" && value !== "" ? value : undefined;
}
