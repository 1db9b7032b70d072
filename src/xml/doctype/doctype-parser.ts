/**
 * Document type declaration with its internal subset -> what it declares. XML 1.0 §2.8, §3.2, §3.3, §4.2, §4.7
 *
 * All declarations are checked; only those that a non-validating reader must use are kept (§5.1). Parameter entities are expanded between
 * declarations. Nothing external is read.
 */

import type { Limits } from "../limits.js";
import { collapseSpaces, type Entities, normalizeLines, parseReference, type Refuse, spaced } from "../read/references.js";
import { parseContentModel } from "./content-model-syntax.js";
import { DeclarationScanner, MoreInputNeeded } from "./declaration-scanner.js";
import { type AttributeDefinition, DocumentType } from "./document-type.js";

export { MoreInputNeeded };

interface DoctypeOptions {
  readonly entities: Entities;
  readonly limits: Limits;
  readonly isStandalone: boolean;
  readonly refuse: Refuse;
}

const tokenizedTypes = ["IDREFS", "IDREF", "ID", "ENTITY", "ENTITIES", "NMTOKENS", "NMTOKEN"];

/** Parses one document type declaration. */
export class DoctypeParser {
  readonly documentType: DocumentType;
  readonly #options: DoctypeOptions;
  /** The source of declarations: the document, or the innermost open parameter entity. */
  #scanner: DeclarationScanner;
  readonly #openParameterEntities: string[] = [];
  /** An unread parameter entity may contain earlier declarations, so later ones are ignored. XML 1.0 §5.1 */
  #ignoresDeclarations = false;

  constructor(text: string, options: DoctypeOptions) {
    this.documentType = new DocumentType(options.isStandalone);
    this.#options = options;
    this.#scanner = new DeclarationScanner(text, options.refuse, true);
  }

  /** Parses from "<!DOCTYPE" on. Returns the index after the closing ">". */
  parse(): number {
    const scanner = this.#scanner;
    // Default values can use entities that were declared before them.
    this.#options.entities.documentType = this.documentType;
    scanner.expect("<!DOCTYPE");
    scanner.expectBlanks();
    scanner.qualifiedName();
    if (scanner.skipBlanks() && (scanner.startsWith("S") || scanner.startsWith("P"))) {
      this.#externalIdentifier();
      this.documentType.hasUnread = true;
      scanner.skipBlanks();
    }
    if (scanner.take("[")) {
      this.#subset();
      scanner.expect("]");
      scanner.skipBlanks();
    }
    scanner.expect(">");
    return scanner.at;
  }

  /** Declarations up to "]" or the end of a parameter entity. */
  #subset(): void {
    const scanner = this.#scanner;
    for (;;) {
      scanner.skipBlanks();
      if (scanner.startsWith("]") || (scanner.isEnd() && this.#openParameterEntities.length > 0)) return;
      if (scanner.startsWith("%")) this.#parameterReference();
      else if (scanner.startsWith("<![") && this.#openParameterEntities.length > 0) this.#conditionalSection();
      else this.#declaration();
    }
  }

  #declaration(): void {
    const scanner = this.#scanner;
    if (scanner.skipMisc()) return;
    if (scanner.take("<!ELEMENT")) this.#element();
    else if (scanner.take("<!ATTLIST")) this.#attributeList();
    else if (scanner.take("<!ENTITY")) this.#entity();
    else if (scanner.take("<!NOTATION")) this.#notation();
    else scanner.fail("a markup declaration is expected");
  }

  #parameterReference(): void {
    const scanner = this.#scanner;
    const start = scanner.at;
    scanner.expect("%");
    const name = scanner.simpleName();
    scanner.expect(";");
    const { documentType } = this;
    const { limits, refuse, entities, isStandalone } = this.#options;
    documentType.hasUnread = true;
    const replacement = documentType.parameterEntities.get(name);
    if (replacement === undefined) {
      if (isStandalone && !documentType.parameterEntities.has(name)) scanner.fail(`the parameter entity "${name}" is not declared`, start);
      this.#ignoresDeclarations = !isStandalone;
      return;
    }
    if (this.#openParameterEntities.includes(name)) scanner.fail(`the parameter entity "${name}" refers to itself`, start);
    if (this.#openParameterEntities.length >= limits.entityDepth) {
      refuse("xml-limit-entity-depth", `more than ${limits.entityDepth} entities are open`, start);
    }
    entities.charge(replacement.length + 1, refuse, start);
    this.#openParameterEntities.push(name);
    // Errors in the replacement text are reported at the reference.
    this.#scanner = new DeclarationScanner(replacement, (code, message) => scanner.refuse(code, message, start), false);
    this.#subset();
    if (!this.#scanner.isEnd()) this.#scanner.fail("a markup declaration is expected");
    this.#scanner = scanner;
    this.#openParameterEntities.pop();
  }

  /** Conditional sections are allowed in the replacement text of parameter entities. XML 1.0 §3.4 (WFC: PE Between Declarations) */
  #conditionalSection(): void {
    const scanner = this.#scanner;
    scanner.expect("<![");
    scanner.skipBlanks();
    if (scanner.take("INCLUDE")) {
      scanner.skipBlanks();
      scanner.expect("[");
      this.#includedSection();
      return;
    }
    scanner.expect("IGNORE");
    scanner.skipBlanks();
    scanner.expect("[");
    let open = 1;
    while (open > 0) {
      if (scanner.take("<![")) open++;
      else if (scanner.take("]]>")) open--;
      else if (scanner.isEnd()) scanner.fail("a conditional section is not closed");
      else scanner.at++;
    }
  }

  #includedSection(): void {
    const scanner = this.#scanner;
    // Sections are parsed recursively, so their depth is limited like that of entities.
    this.#openParameterEntities.push("[");
    if (this.#openParameterEntities.length > this.#options.limits.entityDepth) {
      scanner.refuse("xml-limit-entity-depth", `more than ${this.#options.limits.entityDepth} entities are open`, scanner.at);
    }
    this.#subset();
    this.#openParameterEntities.pop();
    scanner.expect("]]>");
  }

  /** XML 1.0 §3.2 */
  #element(): void {
    const scanner = this.#scanner;
    scanner.expectBlanks();
    scanner.qualifiedName();
    scanner.expectBlanks();
    if (!scanner.take("EMPTY") && !scanner.take("ANY")) parseContentModel(scanner);
    scanner.skipBlanks();
    scanner.expect(">");
  }

  /** XML 1.0 §3.3 */
  #attributeList(): void {
    const scanner = this.#scanner;
    scanner.expectBlanks();
    const element = scanner.qualifiedName();
    for (;;) {
      const separated = scanner.skipBlanks();
      if (scanner.take(">")) return;
      if (!separated) scanner.fail("white space is expected");
      const name = scanner.qualifiedName();
      scanner.expectBlanks();
      const isTokenized = this.#attributeType();
      scanner.expectBlanks();
      const value = this.#defaultValue(isTokenized);
      if (!this.#ignoresDeclarations) this.#define(element, { name, isTokenized, value });
    }
  }

  /** The first definition of an attribute is binding. XML 1.0 §3.3 */
  #define(element: string, definition: AttributeDefinition): void {
    const { attributes } = this.documentType;
    let definitions = attributes.get(element);
    if (definitions === undefined) {
      definitions = new Map();
      attributes.set(element, definitions);
    }
    if (!definitions.has(definition.name)) definitions.set(definition.name, definition);
  }

  /** Returns true for types other than CDATA. XML 1.0 §3.3.1 */
  #attributeType(): boolean {
    const scanner = this.#scanner;
    if (scanner.take("CDATA")) return false;
    if (scanner.startsWith("(")) this.#enumeration(() => scanner.nmtoken());
    else if (scanner.take("NOTATION")) {
      scanner.expectBlanks();
      this.#enumeration(() => scanner.simpleName());
    } else if (!tokenizedTypes.some((type) => scanner.take(type))) scanner.fail("an attribute type is expected");
    return true;
  }

  #enumeration(token: () => string): void {
    const scanner = this.#scanner;
    scanner.expect("(");
    do {
      scanner.skipBlanks();
      token();
      scanner.skipBlanks();
    } while (scanner.take("|"));
    scanner.expect(")");
  }

  /** XML 1.0 §3.3.2 */
  #defaultValue(isTokenized: boolean): string | undefined {
    const scanner = this.#scanner;
    if (scanner.take("#REQUIRED") || scanner.take("#IMPLIED")) return undefined;
    if (scanner.take("#FIXED")) scanner.expectBlanks();
    const start = scanner.at;
    const literal = scanner.literal();
    if (literal.includes("<")) scanner.fail('"<" is not allowed in an attribute value', start);
    const refuse: Refuse = (code, message, at) => scanner.refuse(code, message, start + 1 + at);
    const value = this.#options.entities.attributeValue(spaced(normalizeLines(literal)), refuse);
    return isTokenized ? collapseSpaces(value) : value;
  }

  /** XML 1.0 §4.2 */
  #entity(): void {
    const scanner = this.#scanner;
    scanner.expectBlanks();
    const isParameter = scanner.take("%");
    if (isParameter) scanner.expectBlanks();
    const name = scanner.simpleName();
    scanner.expectBlanks();
    if (scanner.startsWith('"') || scanner.startsWith("'")) this.#declareInternal(name, isParameter, this.#entityValue());
    else this.#externalEntity(name, isParameter);
    scanner.skipBlanks();
    scanner.expect(">");
  }

  /** The first declaration of an entity is binding. XML 1.0 §4.2 */
  #declareInternal(name: string, isParameter: boolean, replacement: string | undefined, notation?: string): void {
    if (this.#ignoresDeclarations) return;
    const { entities, parameterEntities, unparsedEntities } = this.documentType;
    if (isParameter) {
      if (!parameterEntities.has(name)) parameterEntities.set(name, replacement);
      return;
    }
    if (entities.has(name)) return;
    entities.set(name, { name, replacement, notation });
    if (notation !== undefined) unparsedEntities.add(name);
  }

  #externalEntity(name: string, isParameter: boolean): void {
    const scanner = this.#scanner;
    this.#externalIdentifier();
    let notation: string | undefined;
    const separated = scanner.skipBlanks();
    if (!isParameter && scanner.startsWith("NDATA")) {
      if (!separated) scanner.fail("white space is expected");
      scanner.expect("NDATA");
      scanner.expectBlanks();
      notation = scanner.simpleName();
    }
    this.#declareInternal(name, isParameter, undefined, notation);
  }

  /** Entity value -> replacement text: references to characters are replaced, those to entities stay. XML 1.0 §4.5 */
  #entityValue(): string {
    const scanner = this.#scanner;
    const start = scanner.at + 1;
    const literal = scanner.literal();
    const percent = literal.indexOf("%");
    if (percent >= 0) scanner.fail("no parameter entity may be referred to inside a declaration of the internal subset", start + percent);
    let text = "";
    let from = 0;
    for (let at = literal.indexOf("&"); at >= 0; at = literal.indexOf("&", from)) {
      const reference = parseReference(literal, at, (code, message, index) => scanner.refuse(code, message, start + index));
      text += normalizeLines(literal.slice(from, at));
      text += reference.entity === undefined ? reference.text : literal.slice(at, reference.end);
      from = reference.end;
    }
    return text + normalizeLines(literal.slice(from));
  }

  /** A notation needs no system identifier. XML 1.0 §4.2.2 */
  #externalIdentifier(systemOptional = false): void {
    const scanner = this.#scanner;
    if (scanner.take("SYSTEM")) {
      scanner.expectBlanks();
      scanner.literal();
      return;
    }
    scanner.expect("PUBLIC");
    scanner.expectBlanks();
    scanner.publicLiteral();
    const separated = scanner.skipBlanks();
    if (systemOptional && scanner.startsWith(">")) return;
    if (!separated) scanner.fail("white space is expected");
    scanner.literal();
  }

  /** XML 1.0 §4.7 */
  #notation(): void {
    const scanner = this.#scanner;
    scanner.expectBlanks();
    const name = scanner.simpleName();
    scanner.expectBlanks();
    this.#externalIdentifier(true);
    scanner.skipBlanks();
    scanner.expect(">");
    this.documentType.notations.add(name);
  }
}
