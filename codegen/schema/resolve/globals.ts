/**
 * References -> components: the shells of all global components, made before any is filled, and the built-in components behind them.
 * XSD 1.0 Part 1 §3.15.3 (src-resolve)
 */
import type { Report, Span } from "../../diagnostics.js";
import { builtInTypes, xmlAttributeGroups, xmlAttributes, xsiAttributes } from "../built-in-components.js";
import type {
  AttributeDeclaration,
  AttributeGroupDefinition,
  ComplexTypeDefinition,
  ElementDeclaration,
  ModelGroup,
  ModelGroupDefinition,
  SimpleTypeDefinition,
  TypeDefinition,
} from "../components.js";
import type { ComponentReference, GlobalSource } from "../sources.js";
import { missingAttribute, missingAttributeGroup, missingElement, missingGroup } from "./missing-components.js";
import type { GlobalEntry, Registry, SymbolSpace } from "./registry.js";
import {
  attributeGroupShell,
  attributeShell,
  complexTypeShell,
  elementShell,
  modelGroupDefinitionShell,
  type Shell,
  simpleTypeShell,
} from "./shells.js";

/** A reference of a redefinition to what it redefines. */
interface SelfReference {
  readonly at: Span;
  readonly minOccurs: number;
  readonly maxOccurs: number;
}

/** Shells by source, and references resolved to them. */
export class Globals {
  readonly registry: Registry;
  readonly report: Report;
  readonly simpleTypes = new Map<GlobalSource, Shell<SimpleTypeDefinition>>();
  readonly complexTypes = new Map<GlobalSource, Shell<ComplexTypeDefinition>>();
  readonly elements = new Map<GlobalSource, Shell<ElementDeclaration>>();
  readonly attributes = new Map<GlobalSource, Shell<AttributeDeclaration>>();
  readonly attributeGroups = new Map<GlobalSource, Shell<AttributeGroupDefinition>>();
  readonly modelGroups = new Map<GlobalSource, Shell<ModelGroupDefinition> & { modelGroup: Shell<ModelGroup> }>();
  /** The redefinition of a group that is being linked: its own name means the original in it. XSD 1.0 Part 1 §4.2.2 */
  redefining: GlobalEntry | undefined = undefined;
  readonly selfReferences: SelfReference[] = [];
  /** Redefinitions of groups that refer to their originals. */
  readonly extendsOriginal = new Set<GlobalEntry>();

  constructor(registry: Registry, report: Report) {
    this.registry = registry;
    this.report = report;
    for (const { source } of registry.entries) this.#makeShell(source);
  }

  #makeShell(source: GlobalSource): void {
    switch (source.kind) {
      case "simpleType":
        this.simpleTypes.set(source, simpleTypeShell(source, undefined));
        break;
      case "complexType":
        this.complexTypes.set(source, complexTypeShell(source, undefined));
        break;
      case "element":
        this.elements.set(source, elementShell(source, undefined));
        break;
      case "attribute":
        this.attributes.set(source, attributeShell(source, undefined));
        break;
      case "attributeGroup":
        this.attributeGroups.set(source, attributeGroupShell(source));
        break;
      case "modelGroupDefinition":
        this.modelGroups.set(source, modelGroupDefinitionShell(source));
        break;
      case "notation":
        break;
    }
  }

  error(id: string, message: string, at: Span): void {
    this.report({ id, severity: "error", message, at, related: [] });
  }

  /** The base of a complex type; a missing one accepts any content. */
  baseType(reference: ComponentReference, entry: GlobalEntry | undefined): TypeDefinition | undefined {
    return this.#findType(reference, entry, true);
  }

  /** The type of an element or attribute; a missing one accepts any content. */
  declaredType(reference: ComponentReference): TypeDefinition | undefined {
    return this.#findType(reference, undefined, true);
  }

  #findType(reference: ComponentReference, entry: GlobalEntry | undefined, hasStandIn: boolean): TypeDefinition | undefined {
    if (entry?.original !== undefined && reference.name === entry.source.name) return this.#typeOf(entry.original.source);
    const builtIn = builtInTypes.get(reference.name.clark);
    if (builtIn !== undefined) return builtIn;
    const found = this.registry.find("type", reference, hasStandIn);
    return found === undefined ? undefined : this.#typeOf(found.source);
  }

  #typeOf(source: GlobalSource): TypeDefinition | undefined {
    return this.simpleTypes.get(source) ?? this.complexTypes.get(source);
  }

  /** `entry`: the type that the reference is the base of; a redefinition has its original as base. */
  simpleType(reference: ComponentReference, entry?: GlobalEntry): SimpleTypeDefinition | undefined {
    return this.#simpleOnly(this.#findType(reference, entry, true), reference);
  }

  /** The type of an attribute. */
  declaredSimpleType(reference: ComponentReference): SimpleTypeDefinition | undefined {
    return this.#simpleOnly(this.declaredType(reference), reference);
  }

  #simpleOnly(type: TypeDefinition | undefined, reference: ComponentReference): SimpleTypeDefinition | undefined {
    if (type?.kind !== "complexType") return type;
    this.error("src-resolve", `"${reference.name.clark}" is a complex type, expected a simple type`, reference.at);
    return undefined;
  }

  /** The element; one without a declaration can hold anything. */
  element(reference: ComponentReference): ElementDeclaration | undefined {
    const found = this.registry.find("element", reference, true);
    return this.elements.get(found?.source ?? this.#standIn(missingElement(reference), reference));
  }

  /** The head of a substitution group. Without a declared head there is no group. */
  head(reference: ComponentReference): ElementDeclaration | undefined {
    const found = this.registry.find("element", reference, true);
    return found && this.elements.get(found.source);
  }

  attribute(reference: ComponentReference): AttributeDeclaration | undefined {
    const builtIn = this.#builtIn("attribute", reference, xsiAttributes) ?? this.#builtIn("attribute", reference, xmlAttributes);
    if (builtIn !== undefined) return builtIn;
    const found = this.registry.find("attribute", reference, true);
    return this.attributes.get(found?.source ?? this.#standIn(missingAttribute(reference), reference));
  }

  attributeGroup(reference: ComponentReference): AttributeGroupDefinition | undefined {
    const original = this.#original("attributeGroup", reference, 1, 1);
    const builtIn = this.#builtIn("attributeGroup", reference, xmlAttributeGroups);
    if (builtIn !== undefined) return builtIn;
    const found = original ?? this.registry.find("attributeGroup", reference, true);
    return this.attributeGroups.get(found?.source ?? this.#standIn(missingAttributeGroup(reference), reference));
  }

  modelGroup(reference: ComponentReference, minOccurs: number, maxOccurs: number): ModelGroup | undefined {
    const found =
      this.#original("modelGroupDefinition", reference, minOccurs, maxOccurs) ??
      this.registry.find("modelGroupDefinition", reference, true);
    return this.modelGroups.get(found?.source ?? this.#standIn(missingGroup(reference), reference))?.modelGroup;
  }

  #standIn(source: GlobalSource, { document }: ComponentReference): GlobalSource {
    this.registry.standIn(source, document);
    this.#makeShell(source);
    return source;
  }

  #original(
    kind: "attributeGroup" | "modelGroupDefinition",
    reference: ComponentReference,
    minOccurs: number,
    maxOccurs: number,
  ): GlobalEntry | undefined {
    const entry = this.redefining;
    if (entry?.original === undefined || entry.source.kind !== kind || entry.source.name !== reference.name) return undefined;
    this.extendsOriginal.add(entry);
    this.selfReferences.push({ at: reference.at, minOccurs, maxOccurs });
    return entry.original;
  }

  /** Components of xsi: and xml: are built in, for contracts that bring no document for them; the import must be there all the same. */
  #builtIn<T>(space: SymbolSpace, reference: ComponentReference, builtIns: ReadonlyMap<string, T>): T | undefined {
    const found = builtIns.get(reference.name.clark);
    if (found === undefined || this.registry.current(space, reference.name) !== undefined) return undefined;
    this.registry.checkVisible(space, reference);
    return found;
  }
}
