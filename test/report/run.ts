import type {
  AssetName,
  Check,
  Collection,
  Offender,
  Run,
  Verdict,
  WholeRun,
} from "../../src/types.ts";

const at = "2026-11-20T08:00:00.000Z";

export function connector(number: number, name: string): AssetName {
  const id = `/subscriptions/00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  return { id, name, type: "Connector", connector: { id, name } };
}

export function check(id: string, more: Partial<Check> = {}): Check {
  return {
    id,
    formerly: [],
    title: `The title of ${id}`,
    overview: "",
    severity: "MEDIUM",
    frameworks: [],
    tags: [],
    guidance: [],
    rules: [],
    perConnector: false,
    document: "{ connectors { id } }",
    place: { file: `checks/${id}.graphql`, line: 1, column: 1 },
    ...more,
  };
}

export function verdict(id: string, more: Partial<Verdict> = {}): Verdict {
  return {
    check: id,
    status: "pass",
    rules: [],
    examined: { Connector: 4 },
    offenderCount: 0,
    offenders: [],
    undecidedCount: 0,
    undecided: [],
    unreadable: [],
    scope: [],
    ...more,
  };
}

function offender(asset: AssetName, path: string, condition: string, found?: string): Offender {
  const because = [{ path, condition, ...(found === undefined ? {} : { found }) }];
  const sources = [{ type: "SecurityContact", readAt: at, apiVersion: "2023-12-01-preview" }];
  return { asset, rule: "connectors", because, sources };
}

const denied: Collection = {
  type: "SecurityContact",
  connector: connector(4, "").id,
  status: "denied",
  cause: "The service answered 403 with AuthorizationFailed.",
  code: "AuthorizationFailed",
  permission: "Microsoft.Security/securityContacts/read",
  readAt: at,
  assets: 0,
};

const container: AssetName = {
  id: `${connector(1, "").id}/resourcegroups/rg/providers/microsoft.storage/storageaccounts/pictures/blobservices/default/containers/slides`,
  name: '=slides & <more>, "all"',
  type: "BlobContainer",
  connector: connector(1, "Payments").connector,
};

/** A run with a verdict of every kind, for every report to be tried on. */
export const everyKind: Run = {
  snapshot: {
    id: "20261120T080000Z",
    takenAt: at,
    origin: "test estate",
    assayVersion: "0.1.0",
    schemaFingerprint: "0123456789abcdef",
    formatVersion: 1,
  },
  assets: { BlobContainer: 1, Connector: 4, SecurityContact: 3, VM: 0 },
  coverage: [
    { type: "Connector", status: "complete", connectors: 4 },
    { type: "SecurityContact", status: "complete", connectors: 3 },
    {
      type: "SecurityContact",
      status: "denied",
      connectors: 1,
      cause: denied.cause!,
      permission: denied.permission!,
    },
  ],
  checks: [
    check("azure/contacts-have-email", {
      title: "Every subscription has a security contact with an address",
      frameworks: ["cis-azure-3.0.0:3.1.13"],
      tags: ["defender"],
      overview: "Asks for an address in every contact.",
      guidance: [
        { heading: "Rationale", body: "Somebody has to read the mail." },
        {
          heading: "Remediation by console",
          body: "1. Open [Defender](https://example.com), then\n   `Email notifications`.\n2. Save.",
        },
        {
          heading: "Remediation by CLI",
          body: [
            "Keep the contact.",
            '```sh\naz rest --method get --url "/subscriptions/{{connector.subscriptionId}}/contacts" > before.json\n```',
            "```json\n{ }\n```",
            '```sh\naz rest --method put --url "/subscriptions/{{connector.subscriptionId}}/contacts?api-version=2023-12-01-preview" --body @contact.json\n```',
          ].join("\n\n"),
        },
        {
          heading: "Back-out plan",
          body: "Where there was a contact, put it back:\n\n```sh\naz rest --method put\n```",
        },
      ],
    }),
    check("azure/containers-are-private", {
      title: "Blob containers are private",
      severity: "CRITICAL",
      guidance: [
        {
          heading: "Remediation by CLI",
          body: '```sh\naz container show --name {{asset.name}}\naz container update --ids {{asset.id}} --public-access None --note "quoted text stays whole"\n```',
        },
        { heading: "Back-out plan", body: "```sh\naz container update --ids {{asset.id}}\n```" },
      ],
    }),
    check("azure/contacts-are-enabled", {
      title: "Security contacts are enabled",
      severity: "HIGH",
    }),
    check("azure/logs-are-kept", { title: "Some log is kept", severity: "LOW" }),
    check("azure/names-are-set", { title: "Subscriptions have names", severity: "INFO" }),
    check("azure/machines-are-patched", { title: "Machines are patched" }),
  ],
  verdicts: [
    verdict("azure/contacts-have-email", {
      status: "fail",
      rules: [{ rule: "connectors", status: "fail", expected: "nothing", found: 3, undecided: 1 }],
      offenderCount: 3,
      offenders: [
        offender(connector(1, "Payments"), "securityContacts", "none"),
        offender(
          connector(2, "Web 網站 \u001b[31mred"),
          "securityContacts[default].email",
          '= ""',
          "",
        ),
        offender(connector(3, ""), "securityContacts[default].email", "is null"),
      ],
      undecidedCount: 1,
      undecided: [
        {
          asset: connector(4, "Acquired"),
          rule: "connectors",
          missing: [{ path: "securityContacts", collection: denied }],
        },
      ],
      unreadable: [{ ...denied, connectorName: "Acquired" }],
    }),
    verdict("azure/containers-are-private", {
      status: "fail",
      rules: [
        { rule: "blobContainers", status: "fail", expected: "nothing", found: 1, undecided: 0 },
      ],
      examined: { BlobContainer: 1 },
      offenderCount: 1,
      offenders: [
        {
          ...offender(container, "publicAccess", 'in ["Blob","Container"]', "Blob"),
          through: connector(1, "Payments"),
        },
      ],
    }),
    verdict("azure/contacts-are-enabled", {
      status: "undecided",
      rules: [
        {
          rule: "securityContacts",
          status: "undecided",
          expected: "nothing",
          found: 0,
          undecided: 0,
        },
      ],
      examined: { SecurityContact: 3 },
      unreadable: [{ ...denied, connectorName: "Acquired" }],
    }),
    verdict("azure/logs-are-kept", {
      status: "fail",
      rules: [
        { rule: "flowLogs", status: "fail", expected: "at least 1 asset", found: 0, undecided: 0 },
      ],
      examined: { FlowLog: 0 },
    }),
    verdict("azure/names-are-set", {
      rules: [{ rule: "connectors", status: "pass", expected: "nothing", found: 0, undecided: 0 }],
    }),
    verdict("azure/machines-are-patched", { status: "notApplicable", examined: { VM: 0 } }),
  ],
  durationMs: 120,
};

/** A run as reporters get it, whose lists hold all there is: an empty batch, then two assets to a batch. */
export function wholeOf(run: Run): WholeRun {
  const verdictOf = (id: string) => run.verdicts.find(({ check: of }) => of === id)!;
  return {
    run,
    offenders: (id) => batchesOf(verdictOf(id).offenders),
    undecided: (id) => batchesOf(verdictOf(id).undecided),
    facts: async (assets) =>
      assets.map(({ type }) => ({
        region: type === "Connector" ? null : "westeurope",
        tags: [
          { key: "owner", value: "=team" },
          { key: "bare", value: null },
        ],
        groups: ["Landing zones", "+Root"],
      })),
  };
}

async function* batchesOf<T>(list: readonly T[]): AsyncGenerator<readonly T[]> {
  yield [];
  for (let from = 0; from < list.length; from += 2) yield list.slice(from, from + 2);
}
