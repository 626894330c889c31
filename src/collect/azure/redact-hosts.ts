import { isIP } from "node:net";

/** Domains below which the service gives names; all that stands before them is a customer's, or a word of the service's. */
const publicSuffix = new RegExp(
  `(^|\\.)(${[
    "azurewebsites\\.windows\\.net|azurewebsites\\.(net|us)|windows\\.net|azure\\.(com|net|us|cn)|azmk8s\\.io|azurecr\\.(io|us|cn)",
    "azurefd\\.net|azureedge\\.net|trafficmanager\\.net|cloudapp\\.net|usgovcloudapi\\.net|usgovcloudapp\\.net|chinacloudapi\\.cn",
    "azure-api\\.net|azurehdinsight\\.net|azuredatabricks\\.net|azurecontainer\\.io|azurecontainerapps\\.io|azurestaticapps\\.net",
    "azure-devices\\.net|microsoftonline\\.(com|us)|onmicrosoft\\.com|microsoft\\.com|visualstudio\\.com|aka\\.ms",
  ].join("|")})$`,
  "i",
);

/** Hosts of the clouds themselves. */
const serviceHost =
  /^((schema\.)?(management|login|graph|portal|go|docs|learn)\.[a-z.]+|aka\.ms|localhost)$/i;

const serviceLabel =
  /^(\*|www|blob|file|queue|table|dfs|web|core|database|redis|cache|redisenterprise|servicebus|vault|managedhsm|hcp|portal|scm|ftp|ftps|api|cloudapp|documents|mongo|cassandra|gremlin|private|privatelink|search|postgres|mysql|mariadb|batch|cognitiveservices|openai|ods|oms|opinsights|monitor|z\d+|p)$/i;

const region =
  /^(north|south|east|west|central|southeast|northcentral|southcentral|westcentral)?(us|usgov|gov|europe|asia|eastasia|southeastasia|india|uk|japan|korea|australia|canada|brazil|france|germany|norway|sweden|switzerland|uae|africa|southafrica|poland|italy|israel|qatar|spain|mexico|china)(north|south|east|west|central|southeast|westcentral|virginia|arizona|texas)?\d?$/i;

/**
 * A host's name with every label replaced but the public ones: the service's own domains and words, regions. Below a
 * customer's domain nothing is left; its last label becomes `example`. Addresses and the clouds' own hosts stay.
 */
export function redactHost(host: string, name: (label: string) => string): string {
  const bare = host.replace(/\.$/, "");
  const suffix = publicSuffix.exec(bare)?.[2];
  if (isIP(bare.replace(/^\[|\]$/g, "")) !== 0 || bare === "" || bare === "localhost") return host;
  if (suffix !== undefined && serviceHost.test(bare)) return host;
  const end = host.slice(bare.length);
  const before = suffix === undefined ? bare : bare.slice(0, -suffix.length).replace(/\.$/, "");
  const labels = before === "" ? [] : before.split(".");
  const top = suffix === undefined && labels.length > 1 ? labels.length - 1 : undefined;
  const replaced = labels.map((label, at) =>
    at === top ||
    label === "" ||
    label === "*" ||
    (suffix !== undefined && at > 0 && isPublic(label))
      ? label
      : name(label),
  );
  if (top !== undefined) replaced[top] = "example";
  return [...replaced, ...(suffix === undefined ? [] : [suffix])].join(".") + end;
}

const isPublic = (label: string) => serviceLabel.test(label) || region.test(label);
