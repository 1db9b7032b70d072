/**
 * IDREF and IDREFS of a sample -> IDs of the same document; references that may be left out go where there is no ID.
 * XSD 1.0 Part 1 §3.15.4 (cvc-id)
 */
import type { Datatype } from "../../../src/datatypes/datatype.js";
import { elementsOf, type Prefixes, type SampleElement, type SampleValue, simpleValue } from "./document.js";
import type { Random } from "./random.js";
import { roleOf } from "./values.js";

/** Lets every reference refer to something. */
export function settleReferences(root: SampleElement, prefixes: Prefixes, random: Random): void {
  const elements = elementsOf(root);
  const ids = elements.flatMap((element) => valuesOf(element).flatMap(({ value }) => tokensOf(value, prefixes, "ID")));
  for (const parent of elements) {
    for (const { value, remove } of valuesOf(parent)) {
      const tokens = tokensOf(value, prefixes, "IDREF");
      // What refers already may be the value of a key, too.
      if (tokens.every((token) => ids.includes(token))) continue;
      if (ids.length > 0) refer(value, ids, prefixes, random);
      else remove?.();
    }
    removeUnresolved(parent, ids, prefixes);
  }
}

interface HeldValue {
  readonly value: SampleValue;
  /** Takes an attribute away that may be left out. */
  readonly remove?: () => void;
}

function valuesOf(element: SampleElement): readonly HeldValue[] {
  const own = simpleValue(element);
  const attributes = element.attributes.map((attribute): HeldValue => {
    const { value, required } = attribute;
    return required ? { value } : { value, remove: () => void element.attributes.splice(element.attributes.indexOf(attribute), 1) };
  });
  return own === undefined ? attributes : [{ value: own }, ...attributes];
}

/** The atoms of a value that play the role, by the types that accept them. */
function tokensOf({ text, type }: SampleValue, prefixes: Prefixes, role: "ID" | "IDREF"): readonly string[] {
  if (type === undefined) return [];
  const accepting = type.datatype.validatingType(text, prefixes);
  if (accepting === undefined) return [];
  const { item } = accepting;
  if (item === undefined) return roleOf(accepting) === role ? [accepting.normalize(text)] : [];
  return accepting
    .normalize(text)
    .split(" ")
    .filter((token) => token !== "" && roleOf(atomType(item, token, prefixes)) === role);
}

function atomType(type: Datatype, token: string, prefixes: Prefixes): Datatype {
  return type.validatingType(token, prefixes) ?? type;
}

function refer(value: SampleValue, ids: readonly string[], prefixes: Prefixes, random: Random): void {
  if (value.fixed) return;
  const count = value.text.split(/\s+/).length;
  for (let attempt = 0; attempt < 20; attempt++) {
    const text = Array.from({ length: count }, () => random.pick(ids)).join(" ");
    if (value.type?.datatype.check(text, prefixes) !== undefined) continue;
    value.text = text;
    return;
  }
}

/** Child elements that refer to nothing and need not be there. */
function removeUnresolved(parent: SampleElement, ids: readonly string[], prefixes: Prefixes): void {
  if (ids.length > 0) return;
  for (const child of [...parent.children]) {
    if (child.kind !== "element" || child.occurrences.count <= child.occurrences.min) continue;
    const own = simpleValue(child);
    if (own === undefined || tokensOf(own, prefixes, "IDREF").length === 0) continue;
    parent.children.splice(parent.children.indexOf(child), 1);
    child.occurrences.count--;
  }
}
