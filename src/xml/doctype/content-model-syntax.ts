/**
 * Checks the syntax of content models in element type declarations. XML 1.0 §3.2.1, §3.2.2
 *
 * The models are not kept, because this reader does not validate. Nesting of groups has no limit, so the parser uses an explicit stack.
 */
import type { DeclarationScanner } from "./declaration-scanner.js";

/** Checks a content model. `at` is at its "(". */
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

/** (a, (b | c)+, d?)*, after the first "(". All separators within a group are the same. */
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
