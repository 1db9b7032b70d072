/**
 * Text of a generated service.ts -> which interfaces a server implements, and with which methods.
 *
 * The generated text is the source, not the contract: names in it are final.
 */
import { type InterfaceDeclaration, Node, Project, type PropertySignature, type SourceFile } from "ts-morph";

/** One method of a server. */
export interface ServerOperation {
  readonly property: string;
  /** The property name as it is written, with quotes if it needs them. */
  readonly key: string;
  /** The comment above it, as it is written; undefined if it has no comment. */
  readonly comment: string | undefined;
  readonly hasOutput: boolean;
}

/** `QuoteServer` with the operations that have an input. */
export interface ServerInterface {
  /** Quote */
  readonly portType: string;
  /** QuoteServer */
  readonly name: string;
  /** QuoteOperations */
  readonly operationsName: string;
  readonly operations: readonly ServerOperation[];
}

/** Reads all server interfaces, in the order of the file. Port types without anything to implement are left out. */
export function readServerInterfaces(serviceText: string): readonly ServerInterface[] {
  return parseSource(serviceText, "service.ts")
    .getInterfaces()
    .flatMap((declaration) => {
      const operationsName = declaration.getName();
      const portType = /^(.+)Operations$/.exec(operationsName)?.[1];
      const operations = portType === undefined ? [] : readOperations(declaration);
      return portType === undefined || operations.length === 0 ? [] : [{ portType, name: `${portType}Server`, operationsName, operations }];
    });
}

function readOperations(declaration: InterfaceDeclaration): readonly ServerOperation[] {
  return declaration.getProperties().flatMap((property) => {
    const members = messagesOf(property);
    if (!members.has("input")) return [];
    const node = property.getNameNode();
    const name = Node.isStringLiteral(node) ? node.getLiteralValue() : property.getName();
    const [comment] = property.getJsDocs();
    return [{ property: name, key: property.getName(), comment: comment?.getText(), hasOutput: members.has("output") }];
  });
}

function messagesOf(property: PropertySignature): ReadonlySet<string> {
  const type = property.getTypeNode();
  return new Set(Node.isTypeLiteral(type) ? type.getProperties().map((member) => member.getName()) : []);
}

/** Parses a file by itself: no other file is read. */
export function parseSource(text: string, name: string): SourceFile {
  return new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true }).createSourceFile(name, text);
}
