/** An element of a well-formed document. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};
const tag = /<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>/y;

/** Reads XML without namespaces, comments or sections of its own. Throws where it is not well-formed. */
export function readXml(xml: string): Element {
  const prolog = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/.exec(xml);
  if (!prolog) throw new Error("There is no prolog.");
  const root = { name: "", attributes: {}, children: [] as Element[], text: "" };
  const open = [root];
  for (let at = prolog[0].length; at < xml.length;) {
    const top = open.at(-1)!;
    const end = xml.indexOf("<", at) < 0 ? xml.length : xml.indexOf("<", at);
    top.text += readText(xml.slice(at, end));
    at = end;
    if (at === xml.length) break;
    tag.lastIndex = at;
    const [whole, closes, name, attributes, isEmpty] = tag.exec(xml) ?? [];
    if (whole === undefined) throw new Error(`No tag at ${xml.slice(at, at + 40)}`);
    at += whole.length;
    if (closes) {
      if (open.pop()!.name !== name) throw new Error(`</${name}> closes nothing.`);
      continue;
    }
    const element = {
      name: name!,
      attributes: readAttributes(attributes!),
      children: [],
      text: "",
    };
    top.children.push(element);
    if (!isEmpty) open.push(element);
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error("There is not one root.");
  return root.children[0]!;
}

function readAttributes(written: string): Record<string, string> {
  const pairs = [...written.matchAll(/([\w:.-]+)="([^"]*)"/g)].map(
    ([, name, value]) => [name!, readText(value!)] as const,
  );
  if (new Set(pairs.map(([name]) => name)).size < pairs.length)
    throw new Error(`An attribute is given twice: ${written}`);
  return Object.fromEntries(pairs);
}

function readText(written: string): string {
  return written.replace(/&([^;\s]*);?/g, (whole, name: string) => {
    const character = entities[name];
    if (character === undefined || !whole.endsWith(";")) throw new Error(`Unknown entity ${whole}`);
    return character;
  });
}
