import { InputError } from "../errors.ts";
import type { Model } from "../types.ts";

/**
 * SDL of what stands beside the assets, to be merged with the generated schema: controls, checks, verdicts, snapshots and
 * coverage, and from every asset to what was found about it. Check files are validated without it: a check cannot rest on verdicts.
 *
 * @throws InputError where a type of the model has the name of one of these
 */
export function renderResultsSdl(model: Model): string {
  refuseOwnNames(model);
  const assets = model.abstractTypes.get("Asset");
  if (!assets) return RESULTS;
  const extend = (kind: string, name: string) =>
    `extend ${kind} ${name} implements Node {\n  "What the checks found about it: where it offends, and where that could not be told."\n  findings: [Finding!]!\n}\n`;
  return [
    RESULTS,
    extend("interface", "Asset"),
    ...[...model.abstractTypes.values()]
      .filter(({ kind, fields }) => kind === "interface" && fields !== assets.fields)
      .filter(({ members }) => members.every((member) => assets.members.includes(member)))
      .map(({ name }) => extend("interface", name)),
    ...assets.members.map((name) => extend("type", name)),
  ].join("\n");
}

function refuseOwnNames({ types, abstractTypes }: Model): void {
  const taken = [...RESULTS.matchAll(/^(?:type|interface|enum) (\w+)/gm)]
    .map(([, name]) => name!)
    .filter((name) => types.has(name) || abstractTypes.has(name));
  if (taken.length === 0) return;
  throw new InputError(
    taken.map((name) => ({
      code: "reserved-name",
      message: `The schema's type "${name}" has the name of what stands beside the assets: controls, verdicts, coverage and snapshots. Give it another, such as "Cloud${name}".`,
    })),
  );
}

const RESULTS = `
extend type Query {
  "The controls, by id. Without arguments all of them."
  controls(severity: [Severity!], framework: String, tag: String, status: [VerdictStatus!], limit: Int, offset: Int): [Control!]!
  control(id: ID!): Control
  "The single checks of the controls: each root field of a control's document is one."
  checks(status: [VerdictStatus!], limit: Int, offset: Int): [Check!]!
  "What the controls came to over this snapshot, by id."
  verdicts(severity: [Severity!], framework: String, tag: String, status: [VerdictStatus!], limit: Int, offset: Int): [Verdict!]!
  "Judges one control now."
  runCheck(id: ID!): Verdict
  "The snapshot that answers."
  snapshot: Snapshot!
  "The snapshots in the store, newest first."
  snapshots: [Snapshot!]!
  "The asset with this id, in any case or as an address of the portal; null where none was read. Parts, which live inside an asset, have no id."
  asset(id: ID!): Asset
  "What has this id, and no other object has: an asset, a control, a check or a snapshot. For clients that fetch an object anew by its id."
  node(id: ID!): Node
  "What was read, and how completely: one entry for each asset type and connector."
  coverage(type: String, connector: ID, status: [CollectionStatus!], limit: Int, offset: Int): [Collection!]!
}

"What has an id, which no other object of any type has."
interface Node {
  id: ID!
}

enum VerdictStatus {
  "No offender, and nothing that could hide one."
  PASS
  "At least one offender."
  FAIL
  "No offender was seen, but not everything could be."
  UNDECIDED
  "There was nothing to examine."
  NOT_APPLICABLE
}

enum CollectionStatus {
  COMPLETE
  DENIED
  NOT_REGISTERED
  THROTTLED
  FAILED
  SKIPPED
  NOT_COLLECTED
}

"A promise with its guidance, tied to one or more checks that must all hold."
type Control implements Node {
  "Path of its document below the checks folder, without extension."
  id: ID!
  title: String!
  "Markdown."
  overview: String!
  severity: Severity!
  "\`framework:control\`."
  frameworks: [String!]!
  tags: [String!]!
  "The sections of the guidance: rationale, remediation, back-out plan and the others."
  guidance: [GuidanceSection!]!
  "The document as it stands in its file."
  document: String!
  checks: [Check!]!
  verdict: Verdict!
}

type GuidanceSection {
  heading: String!
  "Markdown."
  body: String!
}

"One query and what it must come to."
type Check implements Node {
  "The control's id, \`#\` and the name of the root field."
  id: ID!
  name: String!
  control: Control!
  "Asset type or interface whose assets it examines."
  type: String!
  "What it came to, connector by connector where the control is judged for each."
  results: [CheckResult!]!
}

type CheckResult {
  status: VerdictStatus!
  connector: ID
  "What was expected, in words."
  expected: String!
  found: Int!
  undecided: Int!
}

"Where a rule looks: by connector, name, tags, region, kind, type or id."
type RuleScope {
  rule: String!
  "What its filter says of that."
  condition: String!
  inScope: Int!
  "Of so many assets that there are."
  of: Int!
  "Where nothing is in scope: the conditions that are true of no asset. Such a rule passes whatever there is."
  nowhere: [String!]!
}

"What a control came to."
type Verdict {
  "Of the rules that look at some assets only: where, and how many are there."
  scope: [RuleScope!]!
  control: Control!
  status: VerdictStatus!
  "Assets looked at, per asset type."
  examined: [ExaminedAssets!]!
  offenderCount: Int!
  "By asset id."
  offenders(limit: Int, offset: Int): [Offender!]!
  undecidedCount: Int!
  "By asset id."
  undecided(limit: Int, offset: Int): [UndecidedAsset!]!
  "Incomplete collections that leave something open."
  unreadable: [Collection!]!
}

type ExaminedAssets {
  type: String!
  count: Int!
}

"An asset at fault, and why."
type Offender {
  "Id of the asset or part. One asset is an entry of many verdicts: the entry itself has no id."
  assetId: ID!
  name: String
  type: String!
  "The asset itself; null for a part, which lives inside an asset."
  asset: Asset
  connector: ConnectorName
  "Name of the check it fails."
  check: String!
  "The conditions that held, with the values found."
  because: [Evidence!]!
}

type ConnectorName {
  connectorId: ID!
  name: String
}

type Evidence {
  "What was looked at, from the asset: \`securityContacts[default].email\`."
  path: String!
  "The condition that held: \`= \\"\\"\`, \`is null\`, \`none\`."
  condition: String!
  "The value found, as JSON; null where there is none to show."
  found: String
}

"An asset that could not be judged, and what it waits for."
type UndecidedAsset {
  assetId: ID!
  name: String
  type: String!
  asset: Asset
  connector: ConnectorName
  check: String!
  missing: [MissingEvidence!]!
}

type MissingEvidence {
  path: String!
  collection: Collection
  "Id of an asset that the asset's own answer names and that was not collected."
  assetId: ID
  "Why nothing reads it yet."
  reason: String
}

"What one control found about one asset."
type Finding {
  control: Control!
  status: VerdictStatus!
  "The conditions that held, where it offends."
  because: [Evidence!]!
  "The data that is missing, where it is undecided."
  missing: [MissingEvidence!]!
}

"What became of reading one asset type in one connector."
type Collection {
  type: String!
  connector: ID!
  status: CollectionStatus!
  cause: String
  code: String
  "The permission that would mend it."
  permission: String
  apiVersion: String
  readAt: DateTime
  assets: Int!
}

type Snapshot implements Node {
  id: ID!
  "When its collection began."
  takenAt: DateTime!
  origin: String!
  identity: String
  assayVersion: String!
}
`;
