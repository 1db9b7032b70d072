/**
 * A person's service file -> where it implements server interfaces: classes, typed objects, functions that return one.
 */
import { type ClassDeclaration, type ClassExpression, Node, type ObjectLiteralExpression, type SourceFile, type TypeNode } from "ts-morph";

/** The code that implements an interface. */
export interface Implementation {
  /** The interface's name in the generated module. */
  readonly interfaceName: string;
  readonly body: ClassDeclaration | ClassExpression | ObjectLiteralExpression;
  /** The names of its members, with the line of each. */
  readonly members: ReadonlyMap<string, number>;
  /** A spread or a base class may bring members that the text does not show. */
  readonly isOpen: boolean;
}

/** Finds all implementations, in the order of the file. */
export function findImplementations(source: SourceFile): readonly Implementation[] {
  const names = importedNames(source);
  const found: Implementation[] = [];
  source.forEachDescendant((node) => {
    if (Node.isClassDeclaration(node) || Node.isClassExpression(node)) {
      for (const implemented of node.getImplements()) {
        const name = nameOf(implemented.getExpression().getText(), names);
        if (name.endsWith("Server") && !(Node.isClassDeclaration(node) && node.isAbstract())) found.push(ofClass(name, node));
      }
      return;
    }
    const typed = typedObject(node);
    const name = typed && nameOf(typed.type.getText(), names);
    if (typed !== undefined && name?.endsWith("Server") === true) found.push(ofObject(name, typed.object));
  });
  return found;
}

/** `const x: T = {...}`, `{...} satisfies T`, `function f(): T { return {...} }`, `(): T => ({...})`. */
function typedObject(node: Node): { readonly type: TypeNode; readonly object: ObjectLiteralExpression } | undefined {
  if (Node.isSatisfiesExpression(node) || Node.isVariableDeclaration(node) || Node.isPropertyDeclaration(node)) {
    const type = node.getTypeNode();
    const expression = Node.isSatisfiesExpression(node) ? node.getExpression() : node.getInitializer();
    const object = expression && withoutParentheses(expression);
    return type !== undefined && Node.isObjectLiteralExpression(object) ? { type, object } : undefined;
  }
  const isFunction = Node.isArrowFunction(node) || Node.isFunctionDeclaration(node) || Node.isFunctionExpression(node);
  if (!isFunction && !Node.isMethodDeclaration(node)) return undefined;
  const type = node.getReturnTypeNode();
  const object = type && returnedObject(node.getBody());
  return type && object && { type, object };
}

function returnedObject(body: Node | undefined): ObjectLiteralExpression | undefined {
  const last = Node.isBlock(body) ? body.getStatements().at(-1) : body;
  const expression = Node.isReturnStatement(last) ? last.getExpression() : last;
  const object = expression && withoutParentheses(expression);
  return Node.isObjectLiteralExpression(object) ? object : undefined;
}

function withoutParentheses(node: Node): Node {
  let inner = node;
  while (Node.isParenthesizedExpression(inner)) inner = inner.getExpression();
  return inner;
}

function ofObject(interfaceName: string, body: ObjectLiteralExpression): Implementation {
  const members = new Map<string, number>();
  let isOpen = false;
  for (const property of body.getProperties()) {
    if (Node.isSpreadAssignment(property)) isOpen = true;
    else members.set(plainName(property.getNameNode()), property.getStartLineNumber());
  }
  return { interfaceName, body, members, isOpen };
}

function ofClass(interfaceName: string, body: ClassDeclaration | ClassExpression): Implementation {
  const members = new Map<string, number>();
  for (const member of body.getInstanceMembers()) members.set(plainName(member.getNameNode()), member.getStartLineNumber());
  return { interfaceName, body, members, isOpen: body.getExtends() !== undefined };
}

function plainName(node: Node): string {
  if (Node.isStringLiteral(node)) return node.getLiteralValue();
  const inner = Node.isComputedPropertyName(node) ? node.getExpression() : node;
  return Node.isStringLiteral(inner) ? inner.getLiteralValue() : node.getText();
}

/** Local name -> name in the imported module. */
function importedNames(source: SourceFile): ReadonlyMap<string, string> {
  return new Map(
    source
      .getImportDeclarations()
      .flatMap((declaration) => declaration.getNamedImports())
      .map((specifier) => [specifier.getAliasNode()?.getText() ?? specifier.getName(), specifier.getName()]),
  );
}

/** `service.QuoteServer` is a QuoteServer. */
function nameOf(text: string, names: ReadonlyMap<string, string>): string {
  const local = text.slice(text.lastIndexOf(".") + 1).trim();
  return text.includes(".") ? local : (names.get(local) ?? local);
}
