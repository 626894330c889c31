/** A node of a syntax tree in ESTree's form, with what else it has. */
export interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof (value as Node | null | undefined)?.type === "string";
}

export function childrenOf(node: Node): readonly Node[] {
  return Object.values(node).flat().filter(isNode);
}

/** The names that are used in `node`; names of members, which belong to an object, are not among them. */
export function namesIn(node: Node): ReadonlySet<string> {
  const names = new Set<string>();
  collect(node, names);
  return names;
}

function collect(node: Node, names: Set<string>): void {
  if (node.type === "Identifier") names.add(node.name as string);
  const skipped = node.computed === true ? [] : memberNames(node);
  for (const [key, value] of Object.entries(node))
    if (!skipped.includes(key))
      for (const child of [value].flat()) if (isNode(child)) collect(child, names);
}

function memberNames({ type }: Node): readonly string[] {
  if (type === "MemberExpression") return ["property"];
  if (type === "TSQualifiedName") return ["right"];
  return /^(Property|MethodDefinition|PropertyDefinition|TS(Property|Method)Signature)$/.test(type)
    ? ["key"]
    : [];
}

/** The text of a literal or a template; what a template takes in stands there as `*`. */
export function textOf(node: Node): string {
  if (node.type === "TSLiteralType") return textOf(node.literal as Node);
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral") return "*";
  return (node.quasis as Node[])
    .map(({ value }) => (value as { readonly cooked: string }).cooked)
    .join("*");
}
