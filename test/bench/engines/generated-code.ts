import type { Filter, Literal } from "../../../src/types.ts";
import { objectEngine } from "./closures.ts";
import type { OpenEngine } from "./engine.ts";
import { linkObjects, type Node } from "./objects.ts";

/** The fastest that objects allow: one generated function per check, loops over relations written out. */
export const openGeneratedCode: OpenEngine = async (task) => {
  const nodes = linkObjects(task);
  const isToOne = (type: string, relation: string): boolean =>
    task.layout.tables.get(type)!.hops.get(relation)!.kind === "parent";
  const targetOf = (type: string, relation: string): string =>
    task.layout.tables.get(type)!.hops.get(relation)!.target;
  return objectEngine(nodes, task.questions, (position) => {
    const { type, plain } = task.questions[position]!;
    return generate(type, plain, isToOne, targetOf);
  });
};

type Relations<T> = (type: string, relation: string) => T;

function generate(
  type: string,
  where: Filter | undefined,
  isToOne: Relations<boolean>,
  targetOf: Relations<string>,
): (nodes: readonly Node[]) => readonly Node[] {
  const constants: unknown[] = [];
  let names = 0;
  const constant = (value: unknown): string => `constants[${constants.push(value) - 1}]`;

  /** Statements that set `result` to whether the filter is definitely `wanted` for `node`. */
  const write = (of: string, filter: Filter, node: string, wanted: boolean): string => {
    switch (filter.kind) {
      case "and":
      case "or": {
        const parts = filter.of.map((part) => write(of, part, node, wanted));
        const together = (filter.kind === "and") === wanted;
        return `(${parts.join(together ? " && " : " || ") || String(together)})`;
      }
      case "not":
        return write(of, filter.of, node, !wanted);
      case "null":
        return `(${node}[${JSON.stringify(filter.field)}] ${wanted ? "===" : "!=="} null)`;
      case "type":
        return String(filter.names.includes(of) === wanted);
      case "compare":
        return comparison(filter, `${node}[${JSON.stringify(filter.field)}]`, wanted, constant);
      case "quantify":
        return `(${wanted ? "" : "!"}${quantifier(of, filter, node)})`;
    }
  };

  const quantifier = (of: string, filter: Filter & { kind: "quantify" }, node: string): string => {
    const target = targetOf(of, filter.relation);
    const inner = `n${++names}`;
    const isTrue = filter.where ? write(target, filter.where, inner, true) : "true";
    const isFalse = filter.where ? write(target, filter.where, inner, false) : "false";
    const related = `${node}[${JSON.stringify(filter.relation)}]`;
    const each = isToOne(of, filter.relation)
      ? (body: string) => `const ${inner} = ${related}; if (${inner} !== null) { ${body} }`
      : (body: string) => `for (const ${inner} of ${related}) { ${body} }`;
    const bodies = {
      SOME: `${each(`if (${isTrue}) return true;`)} return false;`,
      NONE: `${each(`if (${isTrue}) return false;`)} return true;`,
      ALL: `let some = false; ${each(`if (${isFalse}) return false; some = some || ${isTrue};`)} return some;`,
      SINGLE: `let count = 0; ${each(`if (${isTrue}) count++;`)} return count === 1;`,
    };
    const name = `f${++names}`;
    functions.push(`const ${name} = (${node}) => { ${bodies[filter.quantifier]} };`);
    return `${name}(${node})`;
  };

  const functions: string[] = [];
  const condition = where === undefined ? "true" : write(type, where, "n", true);
  const source = `${functions.join("\n")}
return (nodes) => { const found = []; for (const n of nodes) if (${condition}) found.push(n); return found; };`;
  return new Function("constants", source)(constants);
}

function comparison(
  filter: Filter & { kind: "compare" },
  value: string,
  wanted: boolean,
  constant: (value: unknown) => string,
): string {
  const known = `${value} !== null`;
  const negation = wanted ? "" : "!";
  const orders: Readonly<Record<string, string>> = {
    EQ: "===",
    LT: "<",
    LTE: "<=",
    GT: ">",
    GTE: ">=",
  };
  const order = orders[filter.operator];
  if (order) return `(${known} && ${negation}(${value} ${order} ${JSON.stringify(filter.value)}))`;
  if (filter.operator === "IN") {
    const members = filter.value as readonly Literal[];
    const set = constant(new Set(members.filter((member) => member !== null)));
    if (members.length === 0) return String(!wanted);
    if (!wanted && members.includes(null)) return "false";
    return `(${known} && ${negation}${set}.has(${value}))`;
  }
  const methods: Readonly<Record<string, string>> = {
    CONTAINS: "includes",
    STARTS_WITH: "startsWith",
    ENDS_WITH: "endsWith",
  };
  return `(${known} && ${negation}${value}.${methods[filter.operator]}(${JSON.stringify(filter.value)}))`;
}
