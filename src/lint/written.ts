import type { ObjectFieldNode, ObjectValueNode, StringValueNode, ValueNode } from "graphql";
import { visit } from "graphql/language";
import { tryParse } from "../model/parse-source.ts";
import type { Place } from "../types.ts";

/** A condition as it stands in a document: its key with what is behind it, and the object that it stands in. */
export interface Written {
  readonly node: ObjectFieldNode;
  readonly inside: ObjectValueNode;
}

/** The condition whose key stands at this place; undefined where the place is not that of a key. */
export function writtenAt({ file, line, column, source }: Place): Written | undefined {
  const { document } = tryParse(source ?? "", file);
  let found: Written | undefined;
  if (document)
    visit(document, {
      ObjectValue(inside) {
        for (const node of inside.fields) {
          const token = node.name.loc?.startToken;
          if (token?.line === line && token.column === column) found = { node, inside };
        }
      },
    });
  return found;
}

/** The texts within a literal that say this, in whatever case. */
export function stringsIn(literal: ValueNode, text: string): readonly StringValueNode[] {
  const found: StringValueNode[] = [];
  visit(literal, {
    StringValue(node) {
      if (node.value.toLowerCase() === text.toLowerCase()) found.push(node);
    },
  });
  return found;
}
