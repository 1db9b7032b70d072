/**
 * The same data as other producers write it: each form changes a document of the benchmark, and leaves its value as it is.
 */

export interface OtherForm {
  readonly name: string;
  /** Undefined where the form does not apply to the document. */
  readonly change: (xml: string) => Uint8Array | undefined;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const startTag = /<([\w:]+)((?:\s[^<>]*?)?)(\/?)>/g;

/** Renames a prefix, or gives one to a default namespace. */
function withOtherPrefixes(xml: string): string {
  if (/<\w+ xmlns="/.test(xml)) return xml.replace(/<(\/?)(\w+)/g, "<$1other:$2").replace(' xmlns="', ' xmlns:other="');
  return xml.replace(/(<\/?)vct:/g, "$1other:").replace("xmlns:vct=", "xmlns:other=");
}

function withReversedAttributes(xml: string): string | undefined {
  if (!/<Point/.test(xml)) return undefined;
  return xml.replace(/<Point( [^<>]*)\/>/g, (_, attributes: string) => {
    const each = attributes.match(/ [\w]+="[^"]*"/g) ?? [];
    return `<Point${each.reverse().join("")}/>`;
  });
}

/** Texts of elements without children; a CDATA section has no references. */
function withCdata(xml: string): string | undefined {
  if (/<Point/.test(xml)) return undefined;
  return xml.replace(/>([^<>&]*[^<>&\s][^<>&]*)<\//g, ">![$1]</").replace(/!\[(.*?)\](?=<\/)/g, "<![CDATA[$1]]>");
}

/** The first letter or digit of each text, or of each attribute's value in documents without text. */
function withReferences(xml: string): string {
  const reference = (start: string, first: string): string => `${start}&#x${first.charCodeAt(0).toString(16)};`;
  if (/<Point/.test(xml)) return xml.replace(/( (?:lat|sat)=")(\d)/g, (_, start: string, first: string) => reference(start, first));
  return xml.replace(/(>)([A-Za-z0-9])/g, (_, start: string, first: string) => reference(start, first));
}

function inUtf16(xml: string): Uint8Array {
  return Buffer.from(`\uFEFF${xml.replace('encoding="UTF-8"', 'encoding="UTF-16"')}`, "utf16le");
}

export const otherForms: readonly OtherForm[] = [
  { name: "other prefixes", change: (xml) => utf8(withOtherPrefixes(xml)) },
  { name: "blanks in tags", change: (xml) => utf8(xml.replace(startTag, "<$1$2 $3>").replace(/<\/([\w:]+)>/g, "</$1 >")) },
  {
    name: "attributes reversed",
    change: (xml) => {
      const text = withReversedAttributes(xml);
      return text === undefined ? undefined : utf8(text);
    },
  },
  {
    name: "CDATA",
    change: (xml) => {
      const text = withCdata(xml);
      return text === undefined ? undefined : utf8(text);
    },
  },
  { name: "character references", change: (xml) => utf8(withReferences(xml)) },
  { name: "UTF-16", change: inUtf16 },
];
