import { isObject } from "../json/json.ts";
import { onOff } from "../reading/conversions.ts";
import { mismatch } from "../reading/mismatch.ts";

/**
 * Older shapes: `alertNotifications`, a word or an object with `state`. The newest: enabled, and `Alert` among its sources.
 * Not understood where they do not say.
 */
export function alertNotifications(properties: unknown): unknown {
  if (!isObject(properties)) return mismatch;
  const { isEnabled, notificationsSources: sources, alertNotifications: older } = properties;
  if (typeof older === "string") return onOff(older);
  if (isObject(older)) return onOff(older.state);
  const enabled = onOff(isEnabled);
  if (enabled === false) return false;
  const mailed = Array.isArray(sources) ? hasAlert(sources) : mismatch;
  return mailed === true ? enabled : mailed;
}

/**
 * Older shapes: `alertsToAdmins`, owners among them. Newer ones: the state of `notificationsByRole`, and Owner among its roles. Which
 * roles the recorded word `Admin` stands for nobody says: it may be how newer versions show `alertsToAdmins`.
 */
export function ownersNotified(properties: unknown): unknown {
  if (!isObject(properties)) return mismatch;
  const { alertsToAdmins, notificationsByRole: byRole } = properties;
  if (!isObject(byRole)) return onOff(alertsToAdmins);
  const { state, roles } = byRole;
  const isOn = onOff(state);
  if (isOn !== true) return isOn;
  if (!Array.isArray(roles) || !roles.every((role) => typeof role === "string")) return mismatch;
  const words = roles.map((role: string) => role.toLowerCase());
  return words.includes("owner") ? true : words.includes("admin") ? mismatch : false;
}

/** Drafts of the newest shape have `type` in place of `sourceType`. */
function hasAlert(sources: readonly unknown[]): boolean | typeof mismatch {
  const kinds = sources.map((source) =>
    isObject(source) ? (source.sourceType ?? source.type) : undefined,
  );
  if (kinds.some((kind) => typeof kind === "string" && kind.toLowerCase() === "alert")) return true;
  return kinds.every((kind) => typeof kind === "string") ? false : mismatch;
}
