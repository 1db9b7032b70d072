/**
 * The public API of entry points as text: what each exports, and the declarations behind that, as the compiler writes them.
 *
 * Made from the declaration files of `npm run build`, in the order of names and without comments, so that only a change of the API changes a
 * report. Behind an export are not: what another entry point exports, generated code, and what only members called "~..." refer to.
 */
import { Node, Project, type SourceFile, SyntaxKind } from "ts-morph";

export interface EntryPoint {
  /** "soapwright/schema". */
  readonly name: string;
  /** Absolute path of the declaration file. */
  readonly declarations: string;
}

/** The reports by name of the entry point. */
export function apiReports(entryPoints: readonly EntryPoint[]): ReadonlyMap<string, string> {
  const project = new Project({ skipAddingFilesFromTsConfig: true, compilerOptions: { module: 199, moduleResolution: 99 } });
  const exportsByName = new Map(
    entryPoints.map(({ name, declarations }) => [name, exportedDeclarations(project.addSourceFileAtPath(declarations))]),
  );
  const exported = new Set([...exportsByName.values()].flatMap((declarations) => [...declarations.values()].flat()));
  return new Map([...exportsByName].map(([name, declarations]) => [name, report(name, declarations, exported)]));
}

type Declarations = ReadonlyMap<string, readonly Node[]>;

function report(name: string, declarations: Declarations, exported: ReadonlySet<Node>): string {
  const own = [...declarations].flatMap(([key, nodes]) => [...new Set(nodes.map((node) => exportText(key, node)))]);
  const behind = declarationsBehind([...declarations.values()].flat(), exported)
    .map(declarationText)
    .sort();
  const parts = [`# ${name}`, block(own), ...(behind.length === 0 ? [] : ["Behind these, not exported:", block(behind)])];
  return `${parts.join("\n\n")}\n`;
}

function block(texts: readonly string[]): string {
  return `\`\`\`ts\n${texts.join("\n")}\n\`\`\``;
}

function exportedDeclarations(entry: SourceFile): Declarations {
  const found = [...entry.getExportedDeclarations()].map(([name, nodes]) => [name, nodes.map(statementOf)] as const);
  return new Map(found.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** The declaration of a constant begins at its statement. */
function statementOf(node: Node): Node {
  return node.getFirstAncestorByKind(SyntaxKind.VariableStatement) ?? node;
}

function declarationsBehind(roots: readonly Node[], exported: ReadonlySet<Node>): readonly Node[] {
  const behind = new Set<Node>();
  const queue = [...roots];
  for (const node of queue) {
    for (const statement of referencedStatements(node)) {
      if (exported.has(statement) || behind.has(statement)) continue;
      behind.add(statement);
      queue.push(statement);
    }
  }
  return [...behind];
}

function referencedStatements(node: Node): readonly Node[] {
  const identifiers = node.getDescendantsOfKind(SyntaxKind.Identifier).filter((identifier) => !isHidden(identifier, node));
  return identifiers.flatMap((identifier) => {
    const symbol = identifier.getSymbol();
    const declarations = (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations() ?? [];
    return declarations.map(statementOf).filter(isOwnStatement);
  });
}

/** Stands in a member that the package keeps for itself: `"~table"`. */
function isHidden(identifier: Node, root: Node): boolean {
  return identifier.getAncestors().some((node) => node !== root && Node.isPropertyNamed(node) && node.getName().startsWith('"~'));
}

function isOwnStatement(node: Node): boolean {
  if (!Node.isStatement(node) || !Node.isSourceFile(node.getParent()) || Node.isImportDeclaration(node)) return false;
  return !node.getSourceFile().isInNodeModules() && !isGenerated(node);
}

function isGenerated(node: Node): boolean {
  return node.getSourceFile().getFilePath().includes("/dist/generated/");
}

function exportText(name: string, node: Node): string {
  if (isGenerated(node)) return `// generated: ${name}`;
  const text = declarationText(node);
  const declared = Node.hasName(node) ? node.getName() : name;
  return declared === name ? text : `${text} // as ${name}`;
}

/** A declaration without comments and private members. */
function declarationText(node: Node): string {
  return node
    .getText()
    .replace(/^export (?:declare )?/, "")
    .replace(/\/\*\*[\s\S]*?\*\//g, "")
    .replace(/^\s*(?:#private|private .*);$/gm, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{2,}/g, "\n")
    .replaceAll("    ", "  ");
}
