/**
 * Simple types: sources -> shells that know their base, item or members. What follows from these is filled by fill-types.ts.
 */
import { xsdNamespace } from "../../load/names.js";
import { builtInTypes } from "../built-in-components.js";
import type { Component, SimpleTypeDefinition } from "../components.js";
import type { ComponentReference, SimpleTypeSource } from "../sources.js";
import type { Globals } from "./globals.js";
import type { GlobalEntry } from "./registry.js";
import { type Shell, simpleTypeShell } from "./shells.js";

/** A simple type to be filled. */
export interface OpenSimpleType {
  readonly kind: "simpleType";
  readonly shell: Shell<SimpleTypeDefinition>;
  readonly source: SimpleTypeSource;
  /** The base, the item, or the members; what could not be resolved is missing. */
  readonly parts: readonly SimpleTypeDefinition[];
}

/** Links simple types, and collects them to be filled. */
export class SimpleTypeLinker {
  readonly #globals: Globals;
  /** In document order, an anonymous type behind the type that it stands in. */
  readonly open: OpenSimpleType[] = [];

  constructor(globals: Globals) {
    this.#globals = globals;
  }

  linkGlobal(source: SimpleTypeSource, shell: Shell<SimpleTypeDefinition>, entry: GlobalEntry): void {
    if (entry.original !== undefined) this.#checkRedefinition(source, entry);
    this.#link(source, shell, entry);
  }

  linkAnonymous(source: SimpleTypeSource, context: Component | undefined): SimpleTypeDefinition {
    const shell = simpleTypeShell(source, context);
    this.#link(source, shell, undefined);
    return shell;
  }

  #link(source: SimpleTypeSource, shell: Shell<SimpleTypeDefinition>, entry: GlobalEntry | undefined): void {
    const place = this.open.length;
    // Holds the place in document order while the parts are linked.
    this.open.push({ kind: "simpleType", shell, source, parts: [] });
    const parts = this.#parts(source, shell, entry);
    this.open[place] = { kind: "simpleType", shell, source, parts };
  }

  #parts(source: SimpleTypeSource, shell: Shell<SimpleTypeDefinition>, entry: GlobalEntry | undefined): readonly SimpleTypeDefinition[] {
    const { definition } = source;
    const parts =
      definition.derivation === "union" ? definition.members : [definition.derivation === "list" ? definition.item : definition.base];
    return parts.flatMap((part) => (part === undefined ? [] : (this.#part(part, shell, entry) ?? [])));
  }

  #part(
    part: ComponentReference | SimpleTypeSource,
    shell: Shell<SimpleTypeDefinition>,
    entry: GlobalEntry | undefined,
  ): SimpleTypeDefinition | undefined {
    if (part.kind !== "reference") return this.linkAnonymous(part, shell);
    const found = this.#globals.simpleType(part, entry);
    if (found !== undefined) return found;
    // Any text is taken, and what facets limit is not known.
    shell.facets = [];
    return anyText();
  }

  /** XSD 1.0 Part 1 §4.2.2 (src-redefine.5) */
  #checkRedefinition(source: SimpleTypeSource, entry: GlobalEntry): void {
    const { definition } = source;
    const base = definition.derivation === "restriction" ? definition.base : undefined;
    if (base?.kind === "reference" && base.name === entry.source.name) return;
    this.#globals.error("src-redefine.5", `a redefinition of "${entry.source.name.clark}" must restrict it`, source.at);
  }
}

function anyText(): SimpleTypeDefinition {
  const type = builtInTypes.get(`{${xsdNamespace}}string`);
  if (type?.kind !== "simpleType") throw new Error("internal: there is no xs:string");
  return type;
}
