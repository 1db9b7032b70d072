/**
 * IDs and references to them in values of simple types. XSD 1.0 Part 1 §3.15.5 (cvc-id)
 */
import type { Datatype } from "../datatypes/datatype.js";
import type { NamespaceLookup } from "../xml/names.js";
import { identityTypeOf } from "./compile/compile-simple.js";

/** How many IDs and references to them a document may have. */
export const maxIdentities = 5_000_000;

/** Called with an atomic value. */
export type FoundIdentity = (kind: "ID" | "IDREF" | "ENTITY", value: string) => void;

/** Calls back for each atomic value of ID, IDREF or ENTITY in a valid value. */
export function eachIdentity(datatype: Datatype, raw: string, namespaces: NamespaceLookup, found: FoundIdentity): void {
  if (datatype.item !== undefined) {
    const { item } = datatype;
    for (const word of datatype.normalize(raw).split(" ")) if (word !== "") eachIdentity(item, word, namespaces, found);
    return;
  }
  const type = datatype.variety === "union" ? datatype.validatingType(raw, namespaces) : datatype;
  if (type === undefined) return;
  if (type !== datatype && (type.item !== undefined || type.variety === "union")) {
    eachIdentity(type, raw, namespaces, found);
    return;
  }
  const kind = identityTypeOf(type);
  if (kind !== undefined) found(kind, type.normalize(raw));
}

/**
 * The IDs and references of a document that is being written: whether each ID is there once and each reference has one. It may say no where the
 * rules allow something unusual: reading the document back then shows what is wrong, if anything is, and where.
 */
export class WrittenReferences {
  readonly #ids = new Set<string>();
  readonly #references = new Set<string>();
  #isDoubtful = false;

  /** Notes the text of a valid value. Returns the number of IDs. */
  note(datatype: Datatype, text: string, namespaces: NamespaceLookup): number {
    let ids = 0;
    eachIdentity(datatype, text, namespaces, (kind, value) => {
      if (kind === "IDREF") this.#references.add(value);
      else if (kind === "ENTITY" || this.#ids.has(value)) this.#isDoubtful = true;
      else {
        this.#ids.add(value);
        ids++;
      }
    });
    return ids;
  }

  /** Something was written that only readers of documents judge. */
  doubt(): void {
    this.#isDoubtful = true;
  }

  /** Tests, at the end of the document, if all is well. */
  areWell(): boolean {
    if (this.#isDoubtful || this.#ids.size + this.#references.size > maxIdentities) return false;
    for (const id of this.#references) if (!this.#ids.has(id)) return false;
    return true;
  }
}
