import type { ObjectFieldNode, ObjectValueNode, ValueNode } from "graphql";
import { Kind, TokenKind } from "graphql/language";
import type { RowStatus } from "../estate/row-status.ts";
import type { Mistake } from "../errors.ts";
import { placeOf } from "../model/source-location.ts";
import type { AssetType, FieldValue, Model, Relation } from "../types.ts";
import type { Because, ExpectedRow, GivenRow } from "./given.ts";
import { readFieldValue } from "./read-value.ts";

/** What the rows of one operation are read by. */
export interface RowContext {
  readonly model: Model;
  /** The defaults of the operation's variables, by name. */
  readonly variables: ReadonlyMap<string, ValueNode>;
  /** What a row is called that says nothing of itself. */
  readonly title: string;
  readonly mistakes: Mistake[];
}

type Within = NonNullable<GivenRow["within"]>;

/** The rows that a list of a type or of a relation's far side is written as. */
export function readRows(
  context: RowContext,
  type: string,
  node: ValueNode,
  within?: Within,
): readonly GivenRow[] {
  const list = resolve(context, node);
  if (list.kind === Kind.NULL) return [];
  const members = list.kind === Kind.LIST ? list.values : [list];
  return members.flatMap((member) => readRow(context, type, member, within) ?? []);
}

/** What stands for a variable: its default. */
function resolve({ variables }: RowContext, node: ValueNode): ValueNode {
  if (node.kind !== Kind.VARIABLE) return node;
  return (
    variables.get(node.name.value) ?? { kind: Kind.NULL, ...(node.loc ? { loc: node.loc } : {}) }
  );
}

function readRow(
  context: RowContext,
  typeName: string,
  written: ValueNode,
  within: Within | undefined,
): GivenRow | undefined {
  const node = resolve(context, written);
  if (node.kind !== Kind.OBJECT) return undefined;
  const type = context.model.types.get(typeName);
  if (!type) return readMember(context, typeName, node, within);
  return createRow(context, type, { written, node }, within);
}

/** A row of an interface or a union, written under the name of its type. */
function readMember(
  context: RowContext,
  typeName: string,
  node: ObjectValueNode,
  within: Within | undefined,
): GivenRow | undefined {
  const [member, second] = node.fields;
  if (member && !second) return readRow(context, member.name.value, member.value, within);
  const { members } = context.model.abstractTypes.get(typeName)!;
  context.mistakes.push({
    code: "wrong-value",
    message: `A row of "${typeName}" is of one type: write it under that name, such as "{ ${members[0]}: { … } }".`,
    place: placeOf(second ?? node),
  });
  return undefined;
}

/** The members that a row states, those of the row that it is like among them: what stands beside `like` replaces a member whole. */
function membersOf(
  context: RowContext,
  node: ObjectValueNode,
): ReadonlyMap<string, ObjectFieldNode> {
  const own = new Map(node.fields.map((field) => [field.name.value, field]));
  const like = own.get("like");
  if (!like) return own;
  own.delete("like");
  const base = resolve(context, like.value);
  if (base.kind !== Kind.OBJECT) return own;
  const inherited = new Map(base.fields.map((field) => [field.name.value, field]));
  const further = inherited.get("like");
  if (further) {
    inherited.delete("like");
    context.mistakes.push({
      code: "wrong-value",
      message: `A row that another is like is not like a third: "like" goes one level deep. Write out what it has.`,
      place: placeOf(further),
    });
  }
  const hidden = new Set(namesIn(context, own.get("missing")));
  for (const name of hidden) inherited.delete(name);
  const missing = inherited.get("missing");
  if (missing && !own.has("missing")) own.set("missing", withoutNames(context, missing, own));
  return new Map([...inherited, ...own]);
}

/** What a row states itself is not missing in it, whatever it is like. */
function withoutNames(
  context: RowContext,
  missing: ObjectFieldNode,
  stated: ReadonlyMap<string, unknown>,
): ObjectFieldNode {
  const value = resolve(context, missing.value);
  if (value.kind !== Kind.LIST) return missing;
  const values = value.values.filter((one) => one.kind !== Kind.ENUM || !stated.has(one.value));
  return { ...missing, value: { ...value, values } };
}

function namesIn(context: RowContext, field: ObjectFieldNode | undefined): readonly string[] {
  const value = field && resolve(context, field.value);
  if (!value) return [];
  const members = value.kind === Kind.LIST ? value.values : [value];
  return members.flatMap((one) => (one.kind === Kind.ENUM ? [one.value] : []));
}

function textsIn(context: RowContext, field: ObjectFieldNode | undefined): readonly Because[] {
  const value = field && resolve(context, field.value);
  if (!value) return [];
  const members = value.kind === Kind.LIST ? value.values : [value];
  return members.flatMap((one) =>
    one.kind === Kind.STRING ? [{ text: one.value, place: placeOf(one) }] : [],
  );
}

function createRow(
  context: RowContext,
  type: AssetType,
  { written: at, node }: { readonly written: ValueNode; readonly node: ObjectValueNode },
  within: Within | undefined,
): GivenRow {
  const { mistakes } = context;
  const members = membersOf(context, node);
  const fields = new Map<string, FieldValue>();
  const links = new Map<string, readonly GivenRow[]>();
  const missing = new Set(namesIn(context, members.get("missing")));
  const expected = readExpected(context, at, members);
  const row: GivenRow = {
    type,
    place: placeOf(at),
    node,
    fields,
    links,
    missing,
    ...(within ? { within } : {}),
    ...(expected ? { expected } : {}),
  };
  for (const [name, { value: written, ...member }] of members) {
    const field = type.fields.get(name);
    const relation = type.relations.get(name);
    const value = resolve(context, written);
    if (field) {
      const read = readFieldValue(field, value, mistakes);
      // What was refused is stated all the same.
      fields.set(name, read ?? null);
      if (missing.has(name)) {
        const message = `"${name}" is stated and missing at once. Keep one.`;
        mistakes.push({ code: "exclude-each-other", message, place: placeOf(member.name) });
      }
    } else if (relation) {
      refuseNull(relation, value, mistakes);
      links.set(name, readRows(context, relation.target, value, { row, relation: name }));
    }
  }
  const id = fields.get("id");
  return typeof id === "string" ? Object.assign(row, { id }) : row;
}

/** What no answer can say of a relation. */
function refuseNull(relation: Relation, value: ValueNode, mistakes: Mistake[]): void {
  if (value.kind !== Kind.NULL) return;
  const { name, toMany, absence, required } = relation;
  const place = placeOf(value);
  const message = toMany
    ? `"${name}" is a list: an asset that leads nowhere has an empty one. Write [].`
    : absence?.is === "missing" || required
      ? `"${name}" is never null: where an answer does not say, it is not known. Write "missing: [${name}]" in its place.`
      : undefined;
  if (message !== undefined) mistakes.push({ code: "wrong-value", message, place });
}

function readExpected(
  context: RowContext,
  node: ValueNode,
  members: ReadonlyMap<string, ObjectFieldNode>,
): ExpectedRow | undefined {
  const is = members.get("is");
  const value = is && resolve(context, is.value);
  const because = textsIn(context, members.get("because"));
  if (value?.kind !== Kind.ENUM) {
    const [first] = because;
    if (first)
      context.mistakes.push({
        code: "needs-other",
        message: `"because" belongs to "is": it says why the check must say so.`,
        place: first.place,
      });
    return undefined;
  }
  const status = value.value as RowStatus;
  const [first] = because;
  if (status === "PASS" && first) {
    const message = `A row that passes has no reasons: "because" belongs to "is: FAIL" and "is: UNDECIDED".`;
    context.mistakes.push({ code: "exclude-each-other", message, place: first.place });
  }
  return {
    ...{ status, because, title: titleOf(node) ?? context.title, place: placeOf(node) },
    ...(isGenerated(node) ? { isGenerated: true } : {}),
  };
}

/** Whether one of the comments right over a row is the mark of those that nobody has confirmed. */
function isGenerated({ loc }: ValueNode): boolean {
  for (let token = loc?.startToken.prev; token?.kind === TokenKind.COMMENT; token = token.prev)
    if (/^\s*generated\b/.test(token.value)) return true;
  return false;
}

/** The comment in front of a row, or of those in front of it that stand under the same one. */
function titleOf(node: ValueNode): string | undefined {
  const lines: string[] = [];
  let depth = 0;
  for (let token = node.loc?.startToken.prev; token; token = token.prev) {
    if (token.kind === TokenKind.COMMENT) {
      if (depth === 0 && !isAside(token.value)) lines.unshift(token.value.trim());
    } else if (lines.length > 0) break;
    else if (closing.has(token.kind)) depth++;
    else if (opening.has(token.kind) && depth-- === 0) return undefined;
  }
  return lines.length > 0 ? lines.join(" ") : undefined;
}

const opening: ReadonlySet<string> = new Set([
  TokenKind.BRACE_L,
  TokenKind.BRACKET_L,
  TokenKind.PAREN_L,
]);
const closing: ReadonlySet<string> = new Set([
  TokenKind.BRACE_R,
  TokenKind.BRACKET_R,
  TokenKind.PAREN_R,
]);

/** Comments for the program, which say nothing of what a row shows. */
function isAside(comment: string): boolean {
  return /^\s*(generated\b|mutate:|$)/.test(comment);
}
