import { isNode, type Node } from "../source/syntax.ts";

/** A piece of a file, and what a mutant has there instead. */
export interface Change {
  readonly mutator: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const other: Readonly<Record<string, readonly [mutator: string, ...operators: string[]]>> = {
  "<": ["boundary", "<=", ">="],
  "<=": ["boundary", "<", ">"],
  ">": ["boundary", ">=", "<="],
  ">=": ["boundary", ">", "<"],
  "===": ["equality", "!=="],
  "!==": ["equality", "==="],
  "&&": ["logic", "||"],
  "||": ["logic", "&&"],
  "??": ["logic", "&&"],
  "+": ["arithmetic", "-"],
  "-": ["arithmetic", "+"],
  "*": ["arithmetic", "/"],
  "/": ["arithmetic", "*"],
  "%": ["arithmetic", "*"],
  "&": ["arithmetic", "|"],
  "|": ["arithmetic", "&"],
  "^": ["arithmetic", "&"],
  "<<": ["arithmetic", ">>"],
  ">>": ["arithmetic", "<<"],
  ">>>": ["arithmetic", "<<"],
  "+=": ["assignment", "-="],
  "-=": ["assignment", "+="],
  "*=": ["assignment", "/="],
  "|=": ["assignment", "&="],
  "&=": ["assignment", "|="],
  "^=": ["assignment", "&="],
  "<<=": ["assignment", ">>="],
  ">>>=": ["assignment", "<<="],
  "??=": ["assignment", "&&="],
  "||=": ["assignment", "&&="],
  "&&=": ["assignment", "||="],
  "++": ["update", "--"],
  "--": ["update", "++"],
};

const answersTruth = /^([<>]=?|[!=]==|&&|\|\||in|instanceof)$/;

/** Methods that a mutant calls instead; what has none is left out, so that what it would have changed stays as it is. */
const methods: Readonly<Record<string, string | undefined>> = {
  startsWith: "endsWith",
  endsWith: "startsWith",
  toUpperCase: "toLowerCase",
  toLowerCase: "toUpperCase",
  some: "every",
  every: "some",
  min: "max",
  max: "min",
  trimStart: "trimEnd",
  trimEnd: "trimStart",
  trim: undefined,
  filter: undefined,
  slice: undefined,
  sort: undefined,
  toSorted: undefined,
  reverse: undefined,
  toReversed: undefined,
};

/** What the mutants have instead of `node`, or of a part of it, which is an expression. */
export function changesOf(node: Node, parent: Node, source: string): readonly Change[] {
  const change = (mutator: string, text: string, at: Node = node): Change => ({
    mutator,
    start: at.start as number,
    end: at.end as number,
    text,
  });
  const shown = (part: unknown) =>
    source.slice((part as Node).start as number, (part as Node).end as number);
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression": {
      const left = node.left as Node;
      const right = node.right as Node;
      const operator = node.operator as string;
      const [mutator, ...operators] = other[operator] ?? [""];
      const joinsTexts = operator === "+" && (isText(left) || isText(right));
      return [
        ...(joinsTexts ? [] : operators).map((each) =>
          change(mutator, `(${shown(left)}) ${each} (${shown(right)})`),
        ),
        ...(answersTruth.test(operator) && !isTested(node, parent)
          ? [change("condition", "true"), change("condition", "false")]
          : []),
      ];
    }
    case "AssignmentExpression":
    case "UpdateExpression": {
      const [mutator, ...operators] = other[node.operator as string] ?? [""];
      if (node.type === "AssignmentExpression")
        return operators.map((each) =>
          change(mutator, `${shown(node.left)} ${each} ${shown(node.right)}`),
        );
      return operators.map((each) =>
        change(
          mutator,
          node.prefix ? `${each}${shown(node.argument)}` : `${shown(node.argument)}${each}`,
        ),
      );
    }
    case "UnaryExpression":
      if (node.operator === "!") return [change("negation", `(${shown(node.argument)})`)];
      if (node.operator === "-") return [change("arithmetic", `+${shown(node.argument)}`)];
      return node.operator === "~" ? [change("arithmetic", `(${shown(node.argument)})`)] : [];
    case "Literal":
      return changesOfLiteral(node, change);
    case "TemplateLiteral":
      return parent.type === "TaggedTemplateExpression" || isProse(shown(node))
        ? []
        : [change("text", '""')];
    case "ArrayExpression":
      return [change("list", (node.elements as unknown[]).length === 0 ? '["other"]' : "[]")];
    case "ObjectExpression":
      return (node.properties as unknown[]).length === 0 ? [] : [change("object", "{}")];
    case "ArrowFunctionExpression":
      return (node.body as Node).type === "BlockStatement"
        ? []
        : [change("function", "() => undefined")];
    case "CallExpression":
      return changesOfCall(node, shown, change);
    case "MemberExpression":
      return node.optional ? [change("chain", withoutChain(node, shown))] : [];
    default:
      return [];
  }
}

/** What the mutants have for the test of an `if`, a loop or a `? :`. */
export function changesOfTest(test: Node, statement: Node): readonly Change[] {
  const loops = /^(For|While|DoWhile)Statement$/.test(statement.type);
  const { start, end } = test as unknown as { readonly start: number; readonly end: number };
  if (test.type === "Literal") return [];
  return (loops ? ["false"] : ["true", "false"]).map((text) => ({
    mutator: "condition",
    start,
    end,
    text,
  }));
}

function changesOfLiteral(
  node: Node,
  change: (mutator: string, text: string) => Change,
): readonly Change[] {
  if (typeof node.value === "boolean") return [change("truth", String(!node.value))];
  if (typeof node.value === "string")
    return isProse(node.value) ? [] : [change("text", node.value === "" ? '"other"' : '""')];
  const regex = node.regex as { readonly pattern: string; readonly flags: string } | undefined;
  return regex
    ? changePattern(regex.pattern)
        .filter((pattern) => isPattern(pattern, regex.flags))
        .map((pattern) => change("pattern", `/${pattern}/${regex.flags}`))
    : [];
}

function changesOfCall(
  node: Node,
  shown: (part: unknown) => string,
  change: (mutator: string, text: string, at?: Node) => Change,
): readonly Change[] {
  const callee = node.callee as Node;
  const changes: Change[] = [];
  if (node.optional)
    changes.push(
      change("chain", `${shown(callee)}(${(node.arguments as Node[]).map(shown).join(", ")})`),
    );
  const property = callee.property as Node | undefined;
  const name = callee.computed ? undefined : (property?.name as string | undefined);
  if (callee.type !== "MemberExpression" || name === undefined || !Object.hasOwn(methods, name))
    return changes;
  const instead = methods[name];
  if (instead === undefined) changes.push(change("method", shown(callee.object)));
  else changes.push(change("method", instead, property));
  return changes;
}

function withoutChain(node: Node, shown: (part: unknown) => string): string {
  const property = shown(node.property);
  return `${shown(node.object)}${node.computed ? `[${property}]` : `.${property}`}`;
}

/** Patterns with an anchor, a repetition or a negation less or more. */
function changePattern(pattern: string): readonly string[] {
  const changed: string[] = [];
  const replace = (start: number, end: number, text: string) =>
    changed.push(pattern.slice(0, start) + text + pattern.slice(end));
  let set = false;
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index]!;
    const next = pattern[index + 1] ?? "";
    if (character === "\\") {
      if (/[dDsSwWbB]/.test(next))
        replace(
          index + 1,
          index + 2,
          next === next.toLowerCase() ? next.toUpperCase() : next.toLowerCase(),
        );
      index++;
    } else if (set) set = character !== "]";
    else if (character === "[") {
      set = true;
      if (next === "^") replace(index + 1, index + 2, "");
      else replace(index + 1, index + 1, "^");
    } else if (character === "^" || character === "$") replace(index, index + 1, "");
    else if (character === "(" && next === "?") {
      const ahead = pattern[index + 2];
      if (ahead === "=" || ahead === "!") replace(index + 2, index + 3, ahead === "=" ? "!" : "=");
      index++;
    } else if (/[*+?]/.test(character)) replace(index, index + 1, "");
  }
  return changed;
}

function isPattern(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp && pattern !== "";
  } catch {
    return false;
  }
}

/** Sentences for people, which are several words: the tests of mistakes and reports hold those that matter word by word. */
function isProse(text: string): boolean {
  return /\S\s+\S|^\s|\s$/.test(text);
}

function isText(node: Node): boolean {
  return (
    node.type === "TemplateLiteral" || (node.type === "Literal" && typeof node.value === "string")
  );
}

/** Whether `node` is the whole test of a statement, whose mutants are the same. */
function isTested(node: Node, parent: Node): boolean {
  return isNode(parent.test) && parent.test === node;
}
