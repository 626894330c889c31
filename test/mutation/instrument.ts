import { parseSync } from "rolldown/utils";
import { isNode, type Node } from "../source/syntax.ts";
import { changesOf, changesOfTest, type Change } from "./mutators.ts";

/** A change of a file that the tests ought to notice. */
export interface Mutant extends Change {
  readonly id: number;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly original: string;
}

/** A piece of a file that stands beside its mutants: an expression, or statements that a mutant leaves out. */
interface Site {
  readonly start: number;
  readonly end: number;
  readonly statements: boolean;
  readonly changes: Change[];
}

/**
 * `source` with all its mutants in it, numbered from `first`: where one stands, `$mutant(id)` says whether it is the one that runs, so that
 * nothing is compiled anew from one to the next.
 */
export function instrument(
  path: string,
  source: string,
  first: number,
): { readonly code: string; readonly mutants: readonly Mutant[] } {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const sites = nest(findSites(program as unknown as Node, source));
  const mutants: Mutant[] = [];
  return { code: write(0, source.length, sites), mutants };

  function write(start: number, end: number, inner: readonly Nested[]): string {
    let text = "";
    let from = start;
    for (const { site, inside } of inner) {
      text += source.slice(from, site.start);
      const ids = site.changes.map(add);
      const rest = write(site.start, site.end, inside);
      if (site.statements) text += ` if (!$mutant(${ids[0]})) {${rest}} `;
      else {
        const instead = site.changes.map(
          (change, index) =>
            `$mutant(${ids[index]}) ? (${source.slice(site.start, change.start)}${change.text}${source.slice(change.end, site.end)}) : `,
        );
        text += `(${instead.join("")}(${rest}))`;
      }
      from = site.end;
    }
    return text + source.slice(from, end);
  }

  function add(change: Change): number {
    const before = source.slice(0, change.start).split("\n");
    const id = first + mutants.length;
    mutants.push({
      ...change,
      id,
      path,
      line: before.length,
      column: before.at(-1)!.length + 1,
      original: source.slice(change.start, change.end),
    });
    return id;
  }
}

interface Nested {
  readonly site: Site;
  readonly inside: Nested[];
}

function nest(sites: readonly Site[]): readonly Nested[] {
  const all: Nested[] = [];
  const open: Nested[] = [];
  for (const site of sites.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    while (open.length > 0 && open.at(-1)!.site.end <= site.start) open.pop();
    const nested = { site, inside: [] };
    (open.at(-1)?.inside ?? all).push(nested);
    open.push(nested);
  }
  return all;
}

function findSites(program: Node, source: string): readonly Site[] {
  const sites = new Map<string, Site>();
  visit(program, program);
  return [...sites.values()];

  function add(start: number, end: number, statements: boolean, made: readonly Change[]): void {
    // A function that gives nothing is the same without what it gives.
    const changes = made.filter((change) => change.text !== source.slice(change.start, change.end));
    if (changes.length === 0) return;
    const key = `${start}-${end}-${statements}`;
    const site = sites.get(key) ?? { start, end, statements, changes: [] };
    site.changes.push(...changes);
    sites.set(key, site);
  }

  /** `chain` is the whole of `a?.b.c` in which `node` stands; a part of it taken out would no longer be skipped. */
  function visit(node: Node, parent: Node, chain?: Node): void {
    if (isLeftOut(node)) return;
    const { start, end } = spanOf(chain ?? node);
    add(start, end, false, changesOf(node, parent, source));
    if (isNode(node.test) && node.type !== "SwitchCase") {
      const test = spanOf(node.test);
      add(test.start, test.end, false, changesOfTest(node.test, node));
    }
    if (node.type === "BlockStatement" && !callsSuper(node))
      addStatements(node.body as Node[], node);
    if (node.type === "SwitchCase") addStatements(node.consequent as Node[]);
    for (const [key, value] of Object.entries(node)) {
      if (isName(node, key)) continue;
      for (const child of [value].flat())
        if (isNode(child)) visit(child, node, chainOf(node, key, chain));
    }
  }

  function addStatements(statements: readonly Node[], block?: Node): void {
    if (statements.length === 0) return;
    if (!block && statements.some(({ type }) => type === "VariableDeclaration")) return;
    const start = block ? spanOf(block).start + 1 : spanOf(statements[0]!).start;
    const end = block ? spanOf(block).end - 1 : spanOf(statements.at(-1)!).end;
    add(start, end, true, [{ mutator: "block", start, end, text: "" }]);
  }
}

function spanOf(node: Node): { readonly start: number; readonly end: number } {
  return { start: node.start as number, end: node.end as number };
}

function chainOf(node: Node, key: string, chain: Node | undefined): Node | undefined {
  if (node.type === "ChainExpression") return node;
  const onwards =
    (node.type === "MemberExpression" && key === "object") ||
    (node.type === "CallExpression" && key === "callee") ||
    node.type === "TSNonNullExpression";
  return onwards ? chain : undefined;
}

/** Types and imports are gone when the code runs, and so are directives. */
function isLeftOut(node: Node): boolean {
  if (/^(Import|ExportAll)/.test(node.type) || typeof node.directive === "string") return true;
  return node.type.startsWith("TS") && !/^TS(As|Satisfies|NonNull)Expression$/.test(node.type);
}

function isName(node: Node, key: string): boolean {
  return (
    ((key === "key" || key === "property") && node.computed !== true) ||
    (key === "source" && node.type.startsWith("Export"))
  );
}

function callsSuper(block: Node): boolean {
  return JSON.stringify((block.body as Node[])[0] ?? "").includes('"Super"');
}
