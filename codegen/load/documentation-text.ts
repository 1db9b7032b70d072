/**
 * Documentation elements -> plain text in paragraphs, which empty lines separate. XSD 1.0 Part 1 §3.13.2
 *
 * What stands in them is up to their authors: text, XHTML, or records such as UBL's `<Definition>...</Definition>`. An element among elements is a
 * paragraph of its own, with its name before its text where the name says something; an element within text belongs to the text.
 */
import type { SourceElement } from "./source-element.js";

/** The paragraphs of an element. */
export function documentationText(element: SourceElement): string {
  return paragraphsOf(element)
    .map(tidy)
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
}

/** Elements of text formats that begin a paragraph, even within text. */
const blocks: ReadonlySet<string> = new Set(
  "p para div section article h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr pre blockquote title body documentation".split(" "),
);

function paragraphsOf({ content }: SourceElement): readonly string[] {
  const isText = content.some((part) => typeof part === "string" && /\S/.test(part));
  const paragraphs: string[] = [];
  let text = "";
  const endParagraph = (): void => {
    paragraphs.push(text);
    text = "";
  };
  for (const part of content) {
    if (typeof part === "string") text += part;
    else if (isText && !blocks.has(part.local)) text += part.local === "br" ? "\n" : inlineText(part);
    else {
      endParagraph();
      paragraphs.push(...labelled(part));
    }
  }
  endParagraph();
  return paragraphs;
}

/** An element of a text that holds blocks, a link around a list for instance, is one line of text. */
function inlineText(element: SourceElement): string {
  return paragraphsOf(element).join(" ");
}

/** `<Definition>An invoice</Definition>` is "Definition: An invoice"; paragraphs and cells of text formats are their text. */
function labelled(element: SourceElement): readonly string[] {
  const paragraphs = paragraphsOf(element);
  const isRecord = !blocks.has(element.local) && element.children.length === 0 && !isXhtml(element);
  return isRecord ? paragraphs.map((text) => (/\S/.test(text) ? `${element.local}: ${text.trim()}` : "")) : paragraphs;
}

function isXhtml({ namespace }: SourceElement): boolean {
  return namespace === "http://www.w3.org/1999/xhtml";
}

/** Lines without the indentation of the document. */
function tidy(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.replace(/[ \t\u00a0]+/g, " ").trim());
  return lines
    .join("\n")
    .trim()
    .replace(/\n{3,}/g, "\n\n");
}
