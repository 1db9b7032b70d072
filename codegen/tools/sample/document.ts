/**
 * A sample document while it is being made: a tree whose values can still be changed, since keys must differ and references must refer.
 */
import type { Name } from "../../../src/xml/names.js";
import type { ElementDeclaration, SimpleTypeDefinition, TypeDefinition } from "../../schema/components.js";

/** A text of a simple type. */
export interface SampleValue {
  text: string;
  /** undefined: text that no type governs. */
  readonly type: SimpleTypeDefinition | undefined;
  /** The text is the fixed one of the schema. */
  readonly fixed: boolean;
}

export interface SampleAttribute {
  readonly name: Name;
  readonly value: SampleValue;
  readonly required: boolean;
}

/** How many occurrences of one particle there are: more than `min` of them may go. */
export interface Occurrences {
  count: number;
  readonly min: number;
}

export interface SampleElement {
  readonly kind: "element";
  readonly name: Name;
  /** Absent for an element that a wildcard lets through without a declaration. */
  readonly declaration: ElementDeclaration | undefined;
  /** The type that governs the content: the declared one, or that of xsi:type. */
  readonly type: TypeDefinition | undefined;
  readonly attributes: SampleAttribute[];
  /** Texts of mixed content, the value of simple content, elements. */
  readonly children: (SampleElement | SampleText)[];
  readonly occurrences: Occurrences;
}

export interface SampleText {
  readonly kind: "text";
  readonly value: SampleValue;
}

/** A prefix for each namespace that a document needs one for. */
export interface Prefixes {
  prefixFor(namespace: string): string;
  lookupNamespace(prefix: string): string | undefined;
}

/** The value of an element with simple content. */
export function simpleValue(element: SampleElement): SampleValue | undefined {
  const { type } = element;
  const simple = type?.kind === "simpleType" || type?.contentType.kind === "simple";
  const [first] = element.children;
  return simple && first?.kind === "text" ? first.value : undefined;
}

/** The element and all below it, an element before its children. */
export function elementsOf(root: SampleElement): readonly SampleElement[] {
  const elements = [root];
  for (const element of elements) for (const child of element.children) if (child.kind === "element") elements.push(child);
  return elements;
}
