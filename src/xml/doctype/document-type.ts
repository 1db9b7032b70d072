/**
 * The declarations of an internal subset that a non-validating reader needs. XML 1.0 §5.1
 */

/** A general entity. XML 1.0 §4.2 */
export interface GeneralEntity {
  readonly name: string;
  /** The replacement text of an internal entity; undefined: external. */
  readonly replacement: string | undefined;
  /** The notation of an unparsed entity. */
  readonly notation: string | undefined;
}

/** An attribute definition. XML 1.0 §3.3 */
export interface AttributeDefinition {
  readonly name: string;
  /** Any type but CDATA: leading and trailing spaces are removed and runs of spaces become one. XML 1.0 §3.3.3 */
  readonly isTokenized: boolean;
  /** The default or fixed value, normalized. */
  readonly value: string | undefined;
}

/** The document type declaration of a document. XML 1.0 §2.8 */
export class DocumentType {
  readonly entities = new Map<string, GeneralEntity>();
  readonly parameterEntities = new Map<string, string | undefined>();
  /** By qualified element name, then by qualified attribute name. */
  readonly attributes = new Map<string, Map<string, AttributeDefinition>>();
  readonly notations = new Set<string>();
  readonly unparsedEntities = new Set<string>();
  /** standalone="yes" in the XML declaration. */
  readonly isStandalone: boolean;
  /** There are declarations that were not read: an external subset or a parameter entity. */
  hasUnread = false;

  constructor(isStandalone: boolean) {
    this.isStandalone = isStandalone;
  }

  /** A reference to an undeclared entity is an error, because no declaration can be elsewhere. XML 1.0 §4.1 (WFC: Entity Declared) */
  get mustDeclareEntities(): boolean {
    return this.isStandalone || !this.hasUnread;
  }
}
