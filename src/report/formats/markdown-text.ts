import { makeVisible } from "../../visible.ts";

/**
 * Text as text, also for those who look for mentions (`@team`), references (`#12`, `GH-12`, commits) and addresses once entities
 * are read: what they look for is separated by `<wbr>`, which is not seen. The same in Markdown and within HTML.
 */
export function escapeText(text: string): string {
  return escapeSigns(text)
    .replace(/(?<=&#35;)(?=\d)|(?<=\bGH-)(?=\d)/gi, "<wbr>")
    .replace(/(?<=\bwww)&#46;|&#58;(?=\/\/)/gi, "<wbr>$&<wbr>")
    .replace(/\b[0-9a-f]{7,}\b/gi, (commit) => commit.replace(/.{6}(?=.)/g, "$&<wbr>"));
}

/** What would end a span or a cell, or does something to those who read code as well: addresses, mentions, formulas. */
const awkward = /[`|@$]|:\/\/|www\.|^\s|\s$|^$/i;

/**
 * Text from outside (a name, a reason, a service's message) as code, in which nobody looks for mentions and references: between
 * backticks, where every sign stands for itself and is read as it is even by those who see the Markdown bare; what would not be
 * safe there in HTML.
 */
export function code(text: string): string {
  const line = onOneLine(text);
  return awkward.test(line) ? `<code>${escapeSigns(line)}</code>` : `\`${line}\``;
}

/** A command as a block of its own within an item of a list, to be copied as it is. */
export function commandBlock(command: string): string {
  return `  \`\`\`sh\n  ${onOneLine(command)}\n  \`\`\`\n`;
}

function onOneLine(text: string): string {
  return makeVisible(text.replace(/\s+/g, " "));
}

/** Nothing is taken for Markdown or HTML; without their signs addresses are none, and an address of mail is parted. */
function escapeSigns(text: string): string {
  return onOneLine(text)
    .replace(/[\\`*_{}[\]<>#|~&!$@]|:(?=\/\/)|(?<=\bwww)\./gi, (sign) => `&#${sign.charCodeAt(0)};`)
    .replaceAll("&#64;", "&#64;<wbr>");
}
