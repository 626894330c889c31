import { readAssetId } from "../asset-ids.ts";
import { type Named, witnessed } from "./witness.ts";

/**
 * What a name may be made of to stand in a command that somebody will paste into a shell. Whoever makes an asset chooses its
 * name: with a quote, a blank or a sign that a shell reads, with a slash or two dots that lead to another resource within a path,
 * or with an `@` or `-` first, by which a tool takes it for a file or an option, it stays a placeholder.
 */
const safeName = /^(?!.*\.\.)[\p{L}\p{N}_.][\p{L}\p{N}_.-]*$/u;
/** An id is a path of such names; the service's own words in it may hold more. */
const safeId = /^(?!.*(?:\.\.|\/\/|\/-))\/[\p{L}\p{N}_./@:-]+$/u;

/**
 * Guidance with `{{asset.id}}`, `{{asset.name}}`, `{{connector.name}}` and the like replaced by an asset's own, and with `<rule-name>`
 * and the like by what the evidence against it names.
 */
export function fillPlaceholders(text: string, asset: Named): string {
  return replacePlaceholders(text, asset, (written, value) => value ?? written);
}

/**
 * Each placeholder as `show` has it: `value` is the asset's own, where there is one that may stand in a command. Those in angle
 * brackets may be escaped for HTML; they are left as they are where there is no value.
 */
export function replacePlaceholders(
  text: string,
  asset: Named | undefined,
  show: (written: string, value: string | undefined) => string,
): string {
  const values = new Map(Object.entries(asset ? valuesOf(asset) : {}));
  const filled = text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (written, name: string) => {
    const value = values.get(name);
    return show(written, value && isSafe(name, value) ? value : undefined);
  });
  if (!asset) return filled;
  return filled.replace(/(?:<|&lt;)([a-z]+(?:-[a-z]+)*)(?:>|&gt;)/g, (written, name: string) => {
    const value = witnessed(name, asset);
    return value !== undefined && safeName.test(value) ? show(written, value) : written;
  });
}

function isSafe(placeholder: string, value: string): boolean {
  return (placeholder.endsWith(".id") ? safeId : safeName).test(value);
}

/**
 * An asset of which the id alone is known: its name is the id's last segment, its connector the account that the id
 * begins with.
 */
export function namedById(id: string): Named {
  const connector = readAssetId(id)?.connector;
  return {
    id,
    name: id.split("/").at(-1) || null,
    connector: connector === undefined ? null : { id: connector, name: null },
  };
}

function valuesOf({ id, name, connector }: Named): Readonly<Record<string, string | null>> {
  const account = connector ? readAssetId(connector.id) : undefined;
  return {
    "asset.id": id,
    "asset.name": name,
    "connector.id": connector?.id ?? null,
    "connector.name": connector?.name ?? null,
    // `connector.subscriptionId` of a subscription.
    ...(account ? { [`connector.${account.noun}Id`]: account.key } : {}),
  };
}
