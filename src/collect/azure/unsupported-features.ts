import { isObject, type JsonObject } from "../json/json.ts";

/**
 * What some assets lack: which calls ask for it, with which codes the service then says that there is none, and what in the
 * asset's own answer says that it lacks it. Call, code and asset decide together: each of the codes may mean something else.
 */
interface Lack {
  /** The path of the call, in lower case. */
  readonly call: RegExp;
  /** In lower case. */
  readonly codes: readonly string[];
  /** Whether the asset is one that lacks it; `asked` is what the call's pattern captured. */
  readonly lacks: (asset: JsonObject, asked: string) => boolean;
  /** Whether an empty list means the same for such an asset. */
  readonly mayBeEmpty?: true;
}

const unsupported = [
  "featurenotsupportedforaccount",
  "operationnotallowedonkind",
  "resourcetypenotsupported",
  "operationnotsupported",
  "notsupported",
];

/** The one table of them, for the lists and the further calls of all services. */
const lacks: readonly Lack[] = [
  {
    call: /\/microsoft\.storage\/storageaccounts\/[^/]+\/(blob|queue|table|file)services\/default(?:\/|$)/,
    codes: unsupported,
    lacks: (account, service) => !servicesOf(account).has(service),
    mayBeEmpty: true,
  },
  {
    // Monitor says it of resource types that have no settings at all.
    call: /\/providers\/microsoft\.insights\/diagnosticsettings$/,
    codes: ["resourcetypenotsupported"],
    lacks: () => true,
  },
  {
    // Parameters come and go with the versions of a database's engine.
    call: /\/microsoft\.dbfor\w+\/(?:flexible)?servers\/[^/]+\/configurations\/[^/]+$/,
    codes: ["configurationnotexists"],
    lacks: () => true,
  },
  {
    call: /\/microsoft\.web\/sites\/[^/]+\/functions$/,
    codes: unsupported,
    lacks: (site) => !kindsOf(site).has("functionapp"),
  },
  {
    // What runs on Container Apps has neither publishing credentials nor a configuration of its own.
    call: /\/microsoft\.web\/sites\/[^/]+\/(?:config|basicpublishingcredentialspolicies)(?:\/|$)/,
    codes: unsupported,
    lacks: (site) => kindsOf(site).has("azurecontainerapps"),
  },
  {
    // The servers and pools of Synapse lack some of what other SQL servers have; `master` is the system's own.
    call: /\/microsoft\.sql\/servers\/[^/]+\/./,
    codes: unsupported,
    lacks: (asset) =>
      ["analytics", "datawarehouse", "system"].some((kind) => kindsOf(asset).has(kind)),
  },
];

/** What of an asset's answer the table looks at, as dotted paths. */
export const decidingPaths: readonly string[] = ["kind", "sku.name", "properties.primaryEndpoints"];

/** Whether an answer with these error codes says that the asset has nothing of what the call asked for. */
export function saysNone(path: string, codes: readonly string[], asset: JsonObject): boolean {
  const said = codes.map((code) => code.toLowerCase());
  return lackOf(path, asset).some((lack) => said.some((code) => lack.codes.includes(code)));
}

/** Whether an empty list says no more than that the asset cannot have any. */
export function isEmptyForLack(path: string, body: unknown, asset: JsonObject): boolean {
  const list = isObject(body) ? body.value : body;
  const isEmpty = Array.isArray(list) && list.length === 0;
  return isEmpty && lackOf(path, asset).some(({ mayBeEmpty }) => mayBeEmpty);
}

function lackOf(path: string, asset: JsonObject): readonly Lack[] {
  return lacks.filter((lack) => {
    const match = lack.call.exec(path.toLowerCase());
    return match !== null && lack.lacks(asset, match[1] ?? "");
  });
}

const all = ["blob", "file", "queue", "table"];

/** The services of a storage account by its kind, its plan and the addresses that it names; all of them for unknown kinds. */
function servicesOf({ kind, sku, properties }: JsonObject): ReadonlySet<string> {
  const plan = isObject(sku) && typeof sku.name === "string" ? sku.name : "";
  const ofKind = servicesOfKind(String(kind).toLowerCase(), /^premium/i.test(plan));
  const endpoints = isObject(properties) ? properties.primaryEndpoints : undefined;
  const named = isObject(endpoints) ? endpoints : undefined;
  return new Set(ofKind.filter((service) => !named || typeof named[service] === "string"));
}

function servicesOfKind(kind: string, isPremium: boolean): readonly string[] {
  if (kind === "filestorage") return ["file"];
  if (kind === "blobstorage" || kind === "blockblobstorage") return ["blob"];
  const isOrdinary = kind === "storage" || kind === "storagev2";
  return isOrdinary && isPremium ? ["blob"] : all;
}

function kindsOf({ kind }: JsonObject): ReadonlySet<string> {
  const words = typeof kind === "string" ? kind.toLowerCase().split(",") : [];
  return new Set(words.map((word) => word.trim()));
}
