/**
 * The XML declaration (XML 1.0 §2.8): version, encoding, standalone.
 */
import * as Byte from "../byte.js";
import { blankBytes } from "../characters.js";
import type { Window } from "./window.js";

/** The contents of an XML declaration. */
interface XmlDeclaration {
  readonly encoding: string | undefined;
  readonly isStandalone: boolean;
}

const pattern =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*("[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*("yes"|'yes'|"no"|'no'))?[ \t\r\n]*\?>$/;

const opening = new TextEncoder().encode("<?xml");

/** The last declaration is cached, because the next document most likely has the same. */
let lastText = "";
let lastDeclaration: XmlDeclaration = { encoding: undefined, isStandalone: false };

/** Reads the declaration if there is one, and switches to the encoding that it names. Returns true if standalone is "yes". */
export function readXmlDeclaration(window: Window): boolean {
  window.ensure(6);
  const after = window.byteAt(window.at + opening.length);
  if (!window.startsWith(opening, window.at) || blankBytes[after] === 0) return false;
  const start = window.at;
  const end = findEnd(window);
  const text = window.string(start, end);
  const declaration = text === lastText ? lastDeclaration : parse(window, text, start);
  lastText = text;
  lastDeclaration = declaration;
  window.at = end;
  if (declaration.encoding !== undefined) window.declareEncoding(declaration.encoding);
  return declaration.isStandalone;
}

function parse(window: Window, text: string, start: number): XmlDeclaration {
  const match = pattern.exec(text);
  if (match === null) window.fail("xml-not-well-formed", "the XML declaration is not well-formed", start);
  return { encoding: match[1]?.slice(1, -1), isStandalone: match[2]?.slice(1, -1) === "yes" };
}

/** The index after "?>". */
function findEnd(window: Window): number {
  let index = window.at;
  for (;;) {
    const { bytes } = window;
    while (index + 1 < window.end) {
      if (bytes[index] === Byte.question && bytes[index + 1] === Byte.greaterThan) return index + 2;
      // A declaration contains no "<", so the search does not run through a whole document.
      if (bytes[index] === Byte.lessThan && index > window.at)
        window.fail("xml-not-well-formed", "the XML declaration is not well-formed", index);
      index++;
    }
    const from = index - window.at;
    if (!window.refill()) window.failEnd("the XML declaration");
    index = window.at + from;
  }
}
