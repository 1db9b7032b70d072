/**
 * The attributes that a type allows, and the values that a schema gives to attributes and elements. XSD 1.0 Part 1 §3.2.1, §3.5, §3.10
 */
import type { Datatype } from "../../datatypes/datatype.js";
import type { Name, NamespaceLookup } from "../../xml/names.js";
import type { AttributeTable } from "../table.js";
import type { Wildcard } from "./wildcard.js";

/** A default or fixed value. XSD 1.0 Part 1 §3.2.1, §3.3.1 ({value constraint}) */
export interface ValueConstraint {
  readonly fixed: boolean;
  readonly text: string;
  readonly namespaces: NamespaceLookup;
}

/** An attribute that a type allows. XSD 1.0 Part 1 §3.5 */
export interface AttributeUse {
  readonly name: Name;
  readonly property: string;
  readonly index: number;
  readonly required: boolean;
  readonly datatype: Datatype;
  /** The type has values of ID, IDREF or ENTITY, whose rules concern the whole document. */
  readonly referring: boolean;
  readonly constraint: ValueConstraint | undefined;
}

/** The attribute wildcard of a type and where its attributes go. XSD 1.0 Part 1 §3.10 */
export interface AttributeWildcard {
  readonly wildcard: Wildcard;
  readonly property: string;
  readonly find: (clark: string) => AttributeTable | undefined;
}
