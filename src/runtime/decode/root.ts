/**
 * Table + reader at a start tag -> value and issues: the entry point of the decoder. XSD 1.0 Part 1 §5.2
 */
import { type BuiltInFamily, useFamilies } from "../../datatypes/built-in-registry.js";
import { XmlError } from "../../xml/errors.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { Transition } from "../automaton/matcher.js";
import { declarationOf, refer, resolveType } from "../compile/compile-type.js";
import { type CompiledType, Declaration, FieldKind, Particle } from "../compile/compiled-type.js";
import { anyLax, anySkip, type Wildcard } from "../compile/wildcard.js";
import type { Issue } from "../issues.js";
import type { DecodeOptions } from "../options.js";
import type { Table } from "../table.js";
import type { Turns } from "../turns.js";
import { Decoder } from "./decoder.js";
import type { ItemBuilder } from "./item-builder.js";
import { mayBeReadWhole } from "./reader-engine.js";
import { anyDeclaration } from "./xsi-attributes.js";

/** A document whose root may be any element of the schema set. */
export interface DocumentTable {
  readonly kind: "document";
  /** The built-in types that it may name. */
  readonly families: readonly BuiltInFamily[];
}

const place = { field: { property: "root", kind: FieldKind.value }, groups: [] } as const;
const transitions = new WeakMap<Table, Transition<Particle>>();
const declarations = new WeakMap<Table, Declaration>();

/** What a root has been read as. */
export interface ReadRoot {
  readonly value: unknown;
  readonly issues: readonly Issue[];
}

/** Reads the element at whose start tag the reader is. */
export function readRoot(table: Table | DocumentTable, reader: TokenReader, options: DecodeOptions, build: boolean): ReadRoot {
  const holder: Record<string, unknown> | undefined = build ? {} : undefined;
  const decoder = new Decoder(reader, options, build, transitionOf(table, options));
  try {
    openRoot(decoder, table, holder);
    while (decoder.isOpen) decoder.step();
    decoder.finish();
  } catch (error) {
    reportXmlError(decoder, error);
  }
  return resultOf(decoder, holder);
}

/** Does what `readRoot` does, in turns. */
export async function readRootInTurns(table: Table, reader: TokenReader, options: DecodeOptions, turns: Turns): Promise<ReadRoot> {
  const holder: Record<string, unknown> = {};
  const decoder = new Decoder(reader, options, true, transitionOf(table, options));
  try {
    openRoot(decoder, table, holder);
    while (decoder.isOpen) {
      decoder.step();
      if (turns.isOver()) await turns.next();
    }
    decoder.finish();
  } catch (error) {
    reportXmlError(decoder, error);
  }
  return resultOf(decoder, holder);
}

/** What the reader refuses is an issue; everything else is thrown on. */
function reportXmlError({ session }: Decoder, error: unknown): void {
  if (!(error instanceof XmlError)) throw error;
  session.reportXmlError(error);
}

function resultOf({ session }: Decoder, holder: Record<string, unknown> | undefined): ReadRoot {
  const value = holder?.root;
  // Tolerance has its end where nothing is left of the root.
  if (holder !== undefined && value === undefined && session.issues.length === 0 && session.deviation !== undefined)
    session.issues.push(session.deviation);
  return { value, issues: session.issues };
}

/** A decoder that builds values for items alone. Without items it only validates. */
export function decoderOfItems(
  table: Table | DocumentTable,
  reader: TokenReader,
  options: DecodeOptions,
  items: ItemBuilder | undefined,
): Decoder {
  return new Decoder(reader, options, items !== undefined, transitionOf(table, options), items);
}

/** Opens the root, on whose start tag the reader is. */
export function openRoot(decoder: Decoder, table: Table | DocumentTable, holder: Record<string, unknown> | undefined): void {
  if (table.kind === "document") {
    useFamilies(table.families);
    decoder.openAny();
  } else if (isTypeTable(table)) decoder.openAs(typeDeclaration(table), holder);
  else decoder.open(holder);
}

function isTypeTable(table: Table): boolean {
  return table.kind !== "element" && table.kind !== "head" && table.kind !== "xmlElement";
}

/** The declaration of a root that is read by the codec of a type, whatever its name is. */
export function typeDeclaration(table: Table): Declaration {
  const known = declarations.get(table);
  if (known !== undefined) return known;
  const resolve = () => resolveType(table);
  const { name, nillable, abstract, block, constraint, identity } = anyDeclaration;
  const declaration = new Declaration({ name, nillable, abstract, block, constraint, identity, resolve });
  declarations.set(table, declaration);
  return declaration;
}

/** The type of a table's elements, if the generated reader of the type may read one as a root. */
export function typeReadWhole(table: Table): CompiledType | undefined {
  const declaration = table.kind === "element" ? declarationOf(table) : isTypeTable(table) ? typeDeclaration(table) : undefined;
  return declaration !== undefined && mayBeReadWhole(declaration) ? declaration.type : undefined;
}

/** What any element comes by that is validated as far as it is known. */
export const anyElement = wildcardTransition(anyLax);
const anyNode = wildcardTransition(anySkip);

function transitionOf(table: Table | DocumentTable, { schema }: DecodeOptions): Transition<Particle> {
  // Without a schema a node is kept as it is, and its xsi:type need not be known.
  if (table.kind === "xmlElement") {
    if (schema === undefined) return anyNode;
    useFamilies(table.families());
  }
  if (table.kind !== "element" && table.kind !== "head") return anyElement;
  const known = transitions.get(table);
  if (known !== undefined) return known;
  const { members, substitutable } = refer(table);
  const named = members.map(({ itemName, declaration }) => ({ itemName: itemName ?? "", declaration, counter: -1 }));
  const transition = { leaf: new Particle(place, { members: named, substitutable }), repeated: [], kept: 0 };
  transitions.set(table, transition);
  return transition;
}

function wildcardTransition(wildcard: Wildcard): Transition<Particle> {
  return { leaf: new Particle(place, { wildcard, find: () => undefined, key: "$any" }), repeated: [], kept: 0 };
}
