/**
 * Places in documents where something differs, and documents that show it at that place.
 */
import type { Name } from "../../../src/xml/names.js";
import type { ElementDeclaration, TypeDefinition } from "../../schema/components.js";
import type { SampleElement } from "../sample/document.js";
import { type DocumentBuilder, Unsatisfiable } from "../sample/document-builder.js";
import type { ContentLanguage } from "./content-language.js";
import type { ContractSide } from "./contract-side.js";
import type { Witness } from "./finding.js";
import { findWord } from "./word-search.js";

/** An element in a document of the contract that accepts: which declaration and type, and in what it stands. */
export interface Place {
  readonly declaration: ElementDeclaration;
  readonly type: TypeDefinition;
  readonly parent: ParentPlace | undefined;
}

export interface ParentPlace {
  readonly place: Place;
  readonly language: ContentLanguage;
  /** Of the other contract: a word that both allow shows best what differs further in. */
  readonly other: ContentLanguage;
}

/** Makes the element at a place. */
export type MakeElement = (builder: DocumentBuilder) => SampleElement;

/** "/Order/Line/Quantity": as the paths of issues, without counts. */
export function pathOf(place: Place): string {
  const steps: string[] = [];
  for (let current: Place | undefined = place; current !== undefined; current = current.parent?.place)
    steps.push(current.declaration.name.local);
  return `/${steps.reverse().join("/")}`;
}

/** A document with the made element at the place, all around it as small as can be. */
function documentWith(place: Place, make: MakeElement, builder: DocumentBuilder, side: ContractSide): SampleElement {
  let element = make(builder);
  for (let current = place; current.parent !== undefined; current = current.parent.place) {
    const { parent, declaration } = current;
    const word = wordThrough(parent, declaration.name);
    const outer = builder.startElement(parent.place.declaration, parent.place.type);
    const index = word.indexOf(declaration.name);
    for (const [at, name] of word.entries())
      outer.children.push(at === index ? element : childElement(name, parent.language, builder, side));
    element = outer;
  }
  return element;
}

function wordThrough({ language, other }: ParentPlace, name: Name): readonly Name[] {
  const both = findWord({ from: language, to: other, wanted: "both", through: name });
  if (typeof both === "object") return both.word;
  const own = findWord({ from: language, to: undefined, wanted: "both", through: name });
  if (typeof own === "object") return own.word;
  throw new Unsatisfiable(`no content with "${name.clark}" was found`);
}

/** The element that a name of a word stands for: declared in the content, or let through by a wildcard. */
export function childElement(name: Name, language: ContentLanguage, builder: DocumentBuilder, side: ContractSide): SampleElement {
  const declaration = language.byName.get(name) ?? side.schema.elements.get(name.clark);
  return declaration === undefined ? undeclaredElement(name) : builder.element(declaration);
}

export function undeclaredElement(name: Name): SampleElement {
  return {
    kind: "element",
    name,
    declaration: undefined,
    type: undefined,
    attributes: [],
    children: [],
    occurrences: { count: 1, min: 1 },
  };
}

/** How documents around an element are tried: as small as can be, then with more in them. */
const tries = [
  { seed: 1, fullness: 0 },
  { seed: 2, fullness: 0 },
  { seed: 3, fullness: 0.6 },
];

export interface WitnessQuestion {
  readonly from: ContractSide;
  readonly to: ContractSide;
  readonly validIn: "old" | "new";
  readonly place: Place;
  readonly makes: readonly MakeElement[];
}

/** A document that `from` accepts and that `to` refuses because of what is at the place; both validators have been asked. */
export function findWitness({ from, to, validIn, place, makes }: WitnessQuestion): Witness | undefined {
  const path = pathOf(place);
  for (const make of makes) {
    for (const options of tries) {
      const xml = written(place, make, from, options);
      if (xml === undefined || from.contract.validate(xml).length > 0) continue;
      const refusal = to.contract.validate(xml).find((issue) => isAtOrBelow(issue.path, path));
      if (refusal === undefined) continue;
      const { id, message } = refusal;
      return { xml, validIn, refusal: { id, path: refusal.path, message } };
    }
  }
  return undefined;
}

function written(
  place: Place,
  make: MakeElement,
  side: ContractSide,
  options: { readonly seed: number; readonly fullness: number },
): string | undefined {
  const builder = side.sampler.builder({ ...options, budget: 60 });
  try {
    return side.sampler.finish(documentWith(place, make, builder, side), builder, options.seed);
  } catch (error) {
    if (error instanceof Unsatisfiable) return undefined;
    throw error;
  }
}

function isAtOrBelow(issuePath: string, path: string): boolean {
  const plain = issuePath.replace(/\[\d+\]/g, "");
  return plain === path || plain.startsWith(`${path}/`);
}
