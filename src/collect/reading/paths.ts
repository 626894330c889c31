import { isObject } from "../json/json.ts";

/**
 * What a path comes to: a value (null included), nothing there, or something in the way that is not understood. `partial`:
 * that stands in the way for some members of a list, and the value is what the others come to.
 */
export type PathValue = { readonly value: unknown; readonly partial?: true } | "absent" | "blocked";

/** One step of a path. */
type Step =
  | { readonly kind: "property"; readonly name: string }
  | {
      readonly kind: "members";
      readonly where?: { readonly name: string; readonly value: string };
    }
  | { readonly kind: "values" };

/** A path of the SDL, read: `a[].b`, `a[kind=x].b`, `a.*`, `$parent`. */
export interface Path {
  readonly text: string;
  /** After `$`: what around the answer it reads. */
  readonly around?: string;
  readonly steps: readonly Step[];
  /** Gives a list by its own form. */
  readonly many: boolean;
}

/** Reads the text of a path; the model has checked its form. */
export function readPath(text: string): Path {
  const [first, ...rest] = text.split(".");
  const around = first!.startsWith("$") ? first!.slice(1) : undefined;
  const steps = (around === undefined ? [first!, ...rest] : rest).flatMap(stepsOf);
  return {
    text,
    steps,
    many: steps.some((step) => step.kind !== "property"),
    ...(around === undefined ? {} : { around }),
  };
}

function stepsOf(segment: string): readonly Step[] {
  if (segment === "*") return [{ kind: "values" }];
  const match = /^([^[]+)(?:\[(?:([^=\]]+)=([^\]]*))?\])?$/.exec(segment);
  const property = { kind: "property", name: match?.[1] ?? segment } as const;
  if (!segment.endsWith("]")) return [property];
  const where =
    match?.[2] === undefined ? {} : { where: { name: match[2], value: match[3]!.toLowerCase() } };
  return [property, { kind: "members", ...where }];
}

/**
 * Follows `path` from `value`. A list's members without the property are left out. A text or number where an object is
 * expected blocks the path, unless `understood` holds the path up to there: then the schema knows that shape, too.
 */
export function follow(path: Path, value: unknown, understood: ReadonlySet<string>): PathValue {
  return walk(path.steps, 0, value, "", understood);
}

function walk(
  steps: readonly Step[],
  at: number,
  value: unknown,
  text: string,
  understood: ReadonlySet<string>,
): PathValue {
  const step = steps[at];
  if (!step) return { value };
  if (value === undefined) return "absent";
  if (value === null) return at === 0 ? "absent" : step.kind === "property" ? "absent" : { value };
  if (step.kind === "property") {
    // Resource Graph writes an empty text where an object is not there.
    if (!isObject(value)) return value === "" || understood.has(text) ? "absent" : "blocked";
    const key = ownKey(value, step.name);
    if (key === undefined) return "absent";
    const here = text === "" ? step.name : `${text}.${step.name}`;
    return walk(steps, at + 1, value[key], here, understood);
  }
  if (typeof value !== "object") return understood.has(text) ? "absent" : "blocked";
  const members = membersOf(step, value);
  if (members === "blocked") return "blocked";
  const found: unknown[] = [];
  let partial = members.partial;
  for (const member of members.kept) {
    const each = walk(steps, at + 1, member, text, understood);
    if (each === "blocked" || (typeof each === "object" && each.partial)) partial = true;
    if (typeof each === "string") continue;
    const flatten = Array.isArray(each.value) && steps.slice(at + 1).some(isMany);
    // One by one: a list may be longer than a call takes arguments.
    if (flatten) for (const inner of each.value as unknown[]) found.push(inner);
    else found.push(each.value);
  }
  return { value: found, ...(partial ? { partial } : {}) };
}

const isMany = (step: Step) => step.kind !== "property";

function membersOf(
  step: Exclude<Step, { readonly kind: "property" }>,
  value: unknown,
): { readonly kept: readonly unknown[]; readonly partial: boolean } | "blocked" {
  if (step.kind === "values")
    return isObject(value) ? { kept: Object.values(value), partial: false } : "blocked";
  if (!Array.isArray(value)) return "blocked";
  const { where } = step;
  if (!where) return { kept: value, partial: false };
  const kept: unknown[] = [];
  let partial = false;
  for (const member of value) {
    const key = isObject(member) ? ownKey(member, where.name) : undefined;
    const told = isObject(member) && key !== undefined ? member[key] : undefined;
    if (told === undefined || typeof told === "object") partial = true;
    else if (String(told).toLowerCase() === where.value) kept.push(member);
  }
  return { kept, partial };
}

/** The property of this name; where there is none, one that differs in case only, as some versions of services write them. */
function ownKey(object: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const folded = name.toLowerCase();
  for (const key in object)
    if (key.length === name.length && key.toLowerCase() === folded) return key;
  return undefined;
}
