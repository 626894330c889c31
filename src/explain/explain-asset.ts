import { asksForNone, renderExpectation } from "../check/document/expectation.ts";
import { accountsMeant } from "../check/run/own-cloud.ts";
import { nameAssets } from "../check/run/name-assets.ts";
import { ownQueryOf, pathOf, type Question } from "../check/run/question.ts";
import { runWhole } from "../check/run/run.ts";
import type {
  AssetStatus,
  Change,
  ChangeStep,
  Explanation,
  RuleExplanation,
} from "../explanation.ts";
import { membersOf } from "../model/concrete.ts";
import type {
  AssetName,
  Check,
  Filter,
  Finding,
  Inventory,
  Model,
  Rows,
  Truth,
  Verdict,
} from "../types.ts";
import { type AskedRow, findChanges } from "./changes.ts";
import { type Edit, relationOf } from "./edits.ts";
import { findReturned } from "./returned.ts";
import { explainTree } from "./tree.ts";
import { findWaits } from "./waits.ts";
import { findWhatElse } from "./what-else.ts";

/** What the check comes to over all assets, what it found about this one, and what else is asked of them. */
interface Judged {
  readonly check: Check;
  readonly suite: readonly Check[];
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

/** What a check says of one asset, of which `asset` is the row; and what the changes that turn it turn besides, among all of `suite`. */
export async function explainAsset(
  inventory: Inventory,
  check: Check,
  asset: Rows,
  suite: readonly Check[],
): Promise<Explanation> {
  const [named] = await nameAssets(inventory, asset);
  const { id, title, severity, accounts = "" } = check;
  const readAt = await readWhen(inventory, asset);
  const common = {
    check: { id, title, severity },
    asset: named!,
    ...(readAt === undefined ? {} : { readAt }),
  };
  const [connector] = await inventory.connectorsOf(asset);
  const meant = accountsMeant(inventory.model, check) ?? "";
  if (asset.type === "Connector" && !connector!.startsWith(meant)) {
    const because = `It is about connectors whose ids begin with "${meant}", and this one is "${connector}".`;
    return { ...common, status: "notExamined", because, rules: [] };
  }
  if (check.perConnector && !connector!.startsWith(accounts)) {
    const because = `It is asked for each connector whose id begins with "${accounts}", and this asset is in "${connector}".`;
    return { ...common, status: "notExamined", because, rules: [] };
  }
  const judgedRun = await runWhole(inventory, [check], { limit: 0, clock: () => 0 });
  const findings = await judgedRun.findingsOf(asset);
  const judged = { check, suite, verdict: judgedRun.run.verdicts[0]!, findings };
  const rules: RuleExplanation[] = [];
  for (const rule of check.rules) {
    const question = check.perConnector ? { rule, connector: connector! } : { rule };
    rules.push(...(await explainRule(inventory, question, asset, judged)));
  }
  if (rules.length > 0) return { ...common, status: gravest(rules), rules };
  const because = whyNot(check, named!);
  return { ...common, status: "notExamined", because, rules };
}

/** When an asset was read, with all of its type in its connector. */
async function readWhen(inventory: Inventory, asset: Rows): Promise<string | undefined> {
  const [sources] = await inventory.sources(asset, { type: asset.type });
  return sources!.find(({ type }) => type === asset.type)?.readAt;
}

async function explainRule(
  inventory: Inventory,
  question: Question,
  asset: Rows,
  judged: Judged,
): Promise<readonly RuleExplanation[]> {
  const { name, expectation } = question.rule;
  const own = judged.findings.filter(
    ({ offender, undecided }) => (offender ?? undecided)!.rule === name,
  );
  const counted = own.some(({ offender }) => offender)
    ? "fail"
    : own.length > 0
      ? "undecided"
      : "pass";
  const common = { rule: name, ...expectedOf(question, judged.verdict) };
  const query = ownQueryOf(question);

  async function explain(rows: Rows): Promise<RuleExplanation> {
    const { where } = query;
    const row = { type: rows.type, row: rows.rows[0]! };
    const tree = where && (await explainTree(inventory, row, where));
    if (!asksForNone(expectation)) return { ...common, status: counted, ...(tree ? { tree } : {}) };
    if (!tree) return { ...common, status: "fail" };
    const status = statusOf[tree.truth];
    if (status === "undecided") {
      const waits = await findWaits(inventory, await askedOf(inventory, rows, where));
      return { ...common, status, tree, waits };
    }
    const changes = await turn(inventory, rows, where, status, judged);
    return { ...common, status, tree, ...(changes.length > 0 ? { changes } : {}) };
  }

  if (membersOf(inventory.model, query.type).includes(asset.type)) return [await explain(asset)];
  const rules: RuleExplanation[] = [];
  for (const rows of await findReturned(inventory, query, pathOf(question), asset)) {
    const [through] = await nameAssets(inventory, rows);
    rules.push({ ...(await explain(rows)), through: through! });
  }
  // A connector in which too few were found: nothing is asked of itself.
  return rules.length === 0 && counted === "fail" ? [{ ...common, status: "fail" }] : rules;
}

/** The changes that turn a row, with all that they turn besides. */
async function turn(
  inventory: Inventory,
  rows: Rows,
  where: Filter,
  status: AssetStatus,
  { check, suite }: Judged,
): Promise<readonly Change[]> {
  const asked = await askedOf(inventory, rows, where);
  const wanted = status === "fail" ? "PASS" : "FAIL";
  const changes: Change[] = [];
  for (const { edits } of await findChanges(inventory, asked, wanted)) {
    const except = { check: check.id, id: asked.id };
    const besides = await findWhatElse(inventory, suite, edits, except);
    changes.push({ steps: edits.map((edit) => stepOf(inventory.model, edit)), ...besides });
  }
  return changes;
}

async function askedOf(inventory: Inventory, rows: Rows, where: Filter): Promise<AskedRow> {
  const [[id] = []] = await inventory.read(rows, ["id"]);
  return { row: { type: rows.type, row: rows.rows[0]! }, id: String(id), where };
}

function stepOf(model: Model, edit: Edit): ChangeStep {
  const { path, does } = edit;
  if (does === "set") {
    const { from, values, also } = edit;
    return { path, does, from, to: values[0], ...(also ? { also: also.length } : {}) };
  }
  const workedOutFrom = relationOf(model, edit.row, edit.relation).derived?.from;
  const basis = workedOutFrom ? { workedOutFrom } : {};
  if (does !== "add") return { path, does: "remove", ...basis };
  return { path, does, type: edit.made.type, fields: edit.made.fields, ...basis };
}

/** What is expected where it is not that nothing comes back, and what did; of a check that runs per connector only where it is not met. */
function expectedOf(
  { rule, connector }: Question,
  { rules }: Verdict,
): Pick<RuleExplanation, "expected"> {
  if (asksForNone(rule.expectation)) return {};
  const own = rules.find((one) => one.rule === rule.name && one.connector === connector);
  const what = renderExpectation(rule.expectation);
  return { expected: { what, ...(own ? { found: own.found } : {}) } };
}

const statusOf: Readonly<Record<Truth, AssetStatus>> = {
  true: "fail",
  false: "pass",
  unknown: "pass",
  missing: "undecided",
};

function gravest(rules: readonly RuleExplanation[]): AssetStatus {
  const statuses = new Set(rules.map(({ status }) => status));
  return (["fail", "undecided", "pass"] as const).find((one) => statuses.has(one))!;
}

function whyNot({ rules }: Check, { type }: AssetName): string {
  const asked = [...new Set(rules.map(({ query }) => query.type))];
  const leads = rules.some(({ offendersPath = [] }) => offendersPath.length > 0);
  const types = asked.map((name) => `"${name}"`).join(" and ");
  return leads
    ? `It asks for ${types}, and none of those leads to this asset, which is of type "${type}".`
    : `It asks for ${types}, and this asset is of type "${type}".`;
}
