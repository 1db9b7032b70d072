/**
 * Syntax of content models in element type declarations (XML 1.0 §3.2.1, §3.2.2). They are checked and not kept: this reader does not validate.
 *
 * Groups nest without limit in a document, so the parser keeps its own stack.
 */
import type { DeclarationScanner } from "./declaration-scanner.js";

/** Checks a content model; `at` stands on its "(". */
export function parseContentModel(scanner: DeclarationScanner): void {
  scanner.expect("(");
  scanner.skipBlanks();
  if (scanner.take("#PCDATA")) parseMixed(scanner);
  else parseChildren(scanner);
}

/** (#PCDATA | a | b)* or (#PCDATA) */
function parseMixed(scanner: DeclarationScanner): void {
  let hasNames = false;
  scanner.skipBlanks();
  while (scanner.take("|")) {
    hasNames = true;
    scanner.skipBlanks();
    scanner.qualifiedName();
    scanner.skipBlanks();
  }
  scanner.expect(")");
  if (hasNames) scanner.expect("*");
  else scanner.take("*");
}

/** (a, (b | c)+, d?)*; the first "(" is read already. A group has one kind of separator. */
function parseChildren(scanner: DeclarationScanner): void {
  const separators: (string | undefined)[] = [undefined];
  while (separators.length > 0) {
    scanner.skipBlanks();
    if (scanner.take("(")) {
      separators.push(undefined);
      continue;
    }
    scanner.qualifiedName();
    takeQuantifier(scanner);
    scanner.skipBlanks();
    while (separators.length > 0 && scanner.take(")")) {
      separators.pop();
      takeQuantifier(scanner);
      if (separators.length > 0) scanner.skipBlanks();
    }
    if (separators.length > 0) takeSeparator(scanner, separators);
  }
}

function takeSeparator(scanner: DeclarationScanner, separators: (string | undefined)[]): void {
  const last = separators.length - 1;
  const known = separators[last];
  if (known !== undefined) {
    scanner.expect(known);
    return;
  }
  if (scanner.take("|")) separators[last] = "|";
  else if (scanner.take(",")) separators[last] = ",";
  else scanner.fail('"|", "," or ")" is expected');
}

function takeQuantifier(scanner: DeclarationScanner): void {
  if (!scanner.take("?") && !scanner.take("*")) scanner.take("+");
}
