import { Kind } from "graphql/language";
import type {
  ConstDirectiveNode,
  DefinitionNode,
  DirectiveDefinitionNode,
  EnumValueDefinitionNode,
  FieldDefinitionNode,
  NamedTypeNode,
  NameNode,
} from "graphql";
import { suggestionFor } from "../errors.ts";
import type { Report } from "./mistake-log.ts";

/** One named type as the files write it, its extensions merged in. */
export interface TypeDefinition {
  readonly kind: "object" | "interface" | "union" | "enum" | "scalar";
  /** The definition as it was parsed, without its extensions. */
  readonly node: DefinitionNode;
  readonly name: NameNode;
  readonly description?: string;
  readonly directives: ConstDirectiveNode[];
  /** The fields it writes itself, without those of its interfaces. */
  readonly fields: FieldDefinitionNode[];
  readonly interfaces: NamedTypeNode[];
  readonly members: NamedTypeNode[];
  readonly values: EnumValueDefinitionNode[];
}

/** All that the files define, by name. */
export interface Definitions {
  readonly types: ReadonlyMap<string, TypeDefinition>;
  readonly directives: ReadonlyMap<string, DirectiveDefinitionNode>;
}

const kinds: Partial<Record<Kind, TypeDefinition["kind"]>> = {
  [Kind.OBJECT_TYPE_DEFINITION]: "object",
  [Kind.INTERFACE_TYPE_DEFINITION]: "interface",
  [Kind.UNION_TYPE_DEFINITION]: "union",
  [Kind.ENUM_TYPE_DEFINITION]: "enum",
  [Kind.SCALAR_TYPE_DEFINITION]: "scalar",
  [Kind.OBJECT_TYPE_EXTENSION]: "object",
  [Kind.INTERFACE_TYPE_EXTENSION]: "interface",
  [Kind.UNION_TYPE_EXTENSION]: "union",
  [Kind.ENUM_TYPE_EXTENSION]: "enum",
  [Kind.SCALAR_TYPE_EXTENSION]: "scalar",
};

/** What a node of any of those kinds may carry. */
interface TypeNode {
  readonly name: NameNode;
  readonly description?: { readonly value: string } | undefined;
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
  readonly fields?: readonly FieldDefinitionNode[] | undefined;
  readonly interfaces?: readonly NamedTypeNode[] | undefined;
  readonly types?: readonly NamedTypeNode[] | undefined;
  readonly values?: readonly EnumValueDefinitionNode[] | undefined;
}

/** Brings the definitions under their names: duplicates, stray kinds and extensions of nothing are reported. */
export function readDefinitions(nodes: readonly DefinitionNode[], report: Report): Definitions {
  const types = new Map<string, TypeDefinition>();
  const directives = new Map<string, DirectiveDefinitionNode>();
  for (const node of nodes) {
    if (node.kind === Kind.DIRECTIVE_DEFINITION) addDirective(node, directives, report);
    else if (!kinds[node.kind])
      report(
        "misplaced-definition",
        node,
        "A schema file holds types, interfaces, unions, enums, scalars, directives and extensions of them, nothing else.",
      );
    else if (node.kind.endsWith("Definition")) addType(node as DefinitionNode & TypeNode);
  }
  for (const node of nodes)
    if (kinds[node.kind] && node.kind.endsWith("Extension"))
      extendType(node as DefinitionNode & TypeNode);
  return { types, directives };

  function addType(node: DefinitionNode & TypeNode): void {
    const name = node.name.value;
    if (types.has(name)) {
      report("duplicate", node.name, `There is already a type "${name}".`);
      return;
    }
    const definition: TypeDefinition = {
      kind: kinds[node.kind]!,
      node,
      name: node.name,
      ...(node.description && { description: node.description.value }),
      directives: [],
      fields: [],
      interfaces: [],
      members: [],
      values: [],
    };
    types.set(name, definition);
    merge(definition, node, report);
  }

  function extendType(node: DefinitionNode & TypeNode): void {
    const definition = types.get(node.name.value);
    const kind = kinds[node.kind]!;
    if (definition?.kind === kind) {
      merge(definition, node, report);
      return;
    }
    const names = [...types].filter(([, type]) => type.kind === kind).map(([name]) => name);
    report(
      "unknown-type",
      node.name,
      `There is no ${kind} "${node.name.value}" to extend.${suggestionFor(node.name.value, names)}`,
    );
  }
}

function addDirective(
  node: DirectiveDefinitionNode,
  directives: Map<string, DirectiveDefinitionNode>,
  report: Report,
): void {
  const name = node.name.value;
  if (directives.has(name))
    report("duplicate", node.name, `There is already a directive "@${name}".`);
  else directives.set(name, node);
}

function merge(definition: TypeDefinition, node: TypeNode, report: Report): void {
  const owner = definition.name.value;
  definition.directives.push(...(node.directives ?? []));
  for (const field of node.fields ?? [])
    if (definition.fields.some(({ name }) => name.value === field.name.value))
      report("duplicate", field.name, `"${owner}" already has a field "${field.name.value}".`);
    else definition.fields.push(field);
  for (const value of node.values ?? [])
    if (definition.values.some(({ name }) => name.value === value.name.value))
      report("duplicate", value.name, `"${owner}" already has a value "${value.name.value}".`);
    else definition.values.push(value);
  addNames(
    definition.interfaces,
    node.interfaces,
    (name) => `"${owner}" already implements "${name}".`,
  );
  addNames(definition.members, node.types, (name) => `"${owner}" already holds "${name}".`);

  function addNames(
    to: NamedTypeNode[],
    from: readonly NamedTypeNode[] | undefined,
    complaint: (name: string) => string,
  ): void {
    for (const named of from ?? [])
      if (to.some(({ name }) => name.value === named.name.value))
        report("duplicate", named, complaint(named.name.value));
      else to.push(named);
  }
}
