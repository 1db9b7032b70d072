/**
 * Declaration files of the build -> a page for each entry point of the package: what it exports, with what its comments say.
 */
import { Node, Project, SyntaxKind } from "ts-morph";
import { type Html, html, paragraphs } from "../codegen/tools/docs/html.js";

/** An entry point, "soapwright/schema", and its declaration file. */
export interface EntryPoint {
  readonly name: string;
  readonly declarations: string;
}

export interface ReferencePage {
  readonly name: string;
  readonly path: string;
  readonly body: Html;
  readonly exports: readonly Exported[];
}

export interface Exported {
  readonly name: string;
  readonly documentation: string;
  readonly text: string;
}

/** The pages in the order of the entry points. */
export function referencePages(entryPoints: readonly EntryPoint[]): readonly ReferencePage[] {
  const project = new Project({ skipAddingFilesFromTsConfig: true, compilerOptions: { module: 199, moduleResolution: 99 } });
  return entryPoints.map(({ name, declarations }) => {
    const found = project.addSourceFileAtPath(declarations).getExportedDeclarations();
    const exports = [...found].map(([key, nodes]) => exported(key, nodes)).sort((left, right) => (left.name < right.name ? -1 : 1));
    const path = `reference/${name.replace(/^soapwright\/?/, "").replaceAll("/", "-") || "soapwright"}.html`;
    return { name, path, exports, body: pageBody(name, exports) };
  });
}

/** The comment next to a declaration is its own; one before that is the head of the file. */
function exported(name: string, nodes: readonly Node[]): Exported {
  const statements = [...new Set(nodes.map((node) => node.getFirstAncestorByKind(SyntaxKind.VariableStatement) ?? node))];
  const comments = statements.flatMap((node) => (Node.isJSDocable(node) ? [node.getJsDocs().at(-1)?.getDescription().trim() ?? ""] : []));
  const text = statements.map((node) => node.getText().replace(/^export (declare )?/, "")).join("\n");
  return { name, documentation: comments.join("\n\n"), text };
}

function pageBody(name: string, exports: readonly Exported[]): Html {
  const contents = exports.map((each) => html`<li><a href="#${each.name}">${each.name}</a></li>`);
  const parts = exports.map(
    ({ name: key, documentation, text }) =>
      html`<section><h2 id="${key}"><code>${key}</code></h2>${paragraphs(documentation)}<pre><code>${text}</code></pre></section>`,
  );
  return html`<h1>${name}</h1><ul class="names">${contents}</ul>${parts}`;
}
