import { Kind, print } from "graphql/language";

/** A definition with its members, one to a line. */
export function block(
  description: string | undefined,
  head: string,
  members: readonly string[],
): string {
  const lines = members.flatMap((member) => member.split("\n")).map((line) => `  ${line}`);
  return `${describe(description)}${head} {\n${lines.join("\n")}\n}`;
}

/** A description in front of what it describes, on lines of its own; nothing where there is none. */
export function describe(description: string | undefined): string {
  if (!description) return "";
  const isBlock = description.includes("\n");
  return `${print({ kind: Kind.STRING, value: description, block: isBlock })}\n`;
}
