import { makeVisible } from "../../visible.ts";

/**
 * Text as text, also for those who look for mentions (`@team`), references (`#12`, `GH-12`, commits) and addresses once entities
 * are read: what they look for is separated by `<wbr>`, which is not seen.
 */
export function escapeText(text: string): string {
  return escapeSigns(text)
    .replace(/(?<=&#35;)(?=\d)|(?<=\bGH-)(?=\d)/gi, "<wbr>")
    .replace(/(?<=\bwww)&#46;|&#58;(?=\/\/)/gi, "<wbr>$&<wbr>")
    .replace(/\b[0-9a-f]{7,}\b/gi, (commit) => commit.replace(/.{6}(?=.)/g, "$&<wbr>"));
}

/** Text from outside (a name, a reason, a service's message) as code, in which nobody looks for mentions and references. */
export function code(text: string): string {
  return `<code>${escapeSigns(text)}</code>`;
}

/** Nothing is taken for Markdown or HTML; without their signs addresses are none, and an address of mail is parted. */
function escapeSigns(text: string): string {
  return makeVisible(text.replace(/\s+/g, " "))
    .replace(/[\\`*_{}[\]<>#|~&!$@]|:(?=\/\/)|(?<=\bwww)\./gi, (sign) => `&#${sign.charCodeAt(0)};`)
    .replaceAll("&#64;", "&#64;<wbr>");
}
