/**
 * Elements, model groups and complex types: sources -> components that refer to each other. XSD 1.0 Part 1 §3.3.2, §3.4.2, §3.7.2 to §3.9.2
 *
 * Recursion follows the nesting of elements in a document, which the loader bounds; references are only noted.
 */
import { anySimpleType } from "../built-in-components.js";
import type {
  ComplexTypeDefinition,
  Component,
  ElementDeclaration,
  IdentityConstraint,
  ModelGroup,
  ModelGroupDefinition,
  Particle,
  SimpleTypeDefinition,
  TypeDefinition,
} from "../components.js";
import type {
  ComplexTypeSource,
  ComponentReference,
  ElementSource,
  IdentityConstraintSource,
  ModelGroupDefinitionSource,
  ModelGroupSource,
  ParticleSource,
  TypeSource,
} from "../sources.js";
import type { Globals } from "./globals.js";
import type { AttributeLinker, OpenAttributes } from "./link-attributes.js";
import type { SimpleTypeLinker } from "./link-simple-types.js";
import type { GlobalEntry } from "./registry.js";
import { complexTypeShell, elementShell, identityConstraintShell, modelGroupShell, type Shell } from "./shells.js";

/** A complex type to be filled. */
export interface OpenComplexType {
  readonly kind: "complexType";
  readonly shell: Shell<ComplexTypeDefinition>;
  readonly source: ComplexTypeSource;
  /** Of complexContent: what the type states itself. */
  readonly particle: Particle | undefined;
  /** Of simpleContent: the simple type inside. */
  readonly inlineType: SimpleTypeDefinition | undefined;
  readonly attributes: OpenAttributes;
}

/** An element whose type may be that of its substitution group's head. */
export interface OpenElement {
  readonly shell: Shell<ElementDeclaration>;
  readonly source: ElementSource;
}

/** An identity constraint whose key is to be found. */
export interface OpenIdentityConstraint {
  readonly shell: Shell<IdentityConstraint>;
  readonly source: IdentityConstraintSource;
}

/** Links elements, groups and complex types, and collects what is to be filled. */
export class ElementLinker {
  readonly #globals: Globals;
  readonly #simpleTypes: SimpleTypeLinker;
  readonly #attributes: AttributeLinker;
  /** In document order, local and anonymous ones included. */
  readonly elements: OpenElement[] = [];
  readonly complexTypes: OpenComplexType[] = [];
  readonly identityConstraints: OpenIdentityConstraint[] = [];

  constructor(globals: Globals, simpleTypes: SimpleTypeLinker, attributes: AttributeLinker) {
    this.#globals = globals;
    this.#simpleTypes = simpleTypes;
    this.#attributes = attributes;
  }

  linkElement(source: ElementSource, shell: Shell<ElementDeclaration>): void {
    this.elements.push({ shell, source });
    const type = source.type === undefined ? undefined : this.#type(source.type, shell);
    if (type !== undefined) shell.type = type;
    if (source.substitutionGroup !== undefined) shell.substitutionGroup = this.#globals.head(source.substitutionGroup);
    shell.identityConstraints = source.identityConstraints.map((constraint) => {
      const made = identityConstraintShell(constraint);
      this.identityConstraints.push({ shell: made, source: constraint });
      return made;
    });
  }

  #type(source: ComponentReference | TypeSource, context: Component): TypeDefinition | undefined {
    if (source.kind === "reference") return this.#globals.declaredType(source);
    if (source.kind === "simpleType") return this.#simpleTypes.linkAnonymous(source, context);
    const shell = complexTypeShell(source, context);
    this.linkComplexType(source, shell, undefined);
    return shell;
  }

  linkComplexType(stated: ComplexTypeSource, shell: Shell<ComplexTypeDefinition>, entry: GlobalEntry | undefined): void {
    if (entry?.original !== undefined) this.#checkRedefinition(stated, entry);
    const found = stated.base && this.#globals.baseType(stated.base, entry);
    const isMissing = found === undefined && stated.base !== undefined;
    const base = isMissing && stated.content.kind === "simple" ? anySimpleType : found;
    const source = isMissing ? extendingAnything(stated) : stated;
    const place = this.complexTypes.length;
    const open = { kind: "complexType" as const, shell, source, particle: undefined, inlineType: undefined, attributes: noAttributes };
    // Holds the place in document order while the contents are linked.
    this.complexTypes.push(open);
    if (base !== undefined) shell.baseType = base;
    shell.derivation = source.derivation;
    const { content } = source;
    this.complexTypes[place] = {
      ...open,
      particle: content.kind === "complex" && content.particle !== undefined ? this.#particle(content.particle, shell) : undefined,
      inlineType:
        content.kind === "simple" && content.type !== undefined ? this.#simpleTypes.linkAnonymous(content.type, shell) : undefined,
      attributes: this.#attributes.linkAttributes(source.attributes, shell),
    };
  }

  /** XSD 1.0 Part 1 §4.2.2 (src-redefine.5) */
  #checkRedefinition(source: ComplexTypeSource, entry: GlobalEntry): void {
    if (source.base?.name === entry.source.name) return;
    this.#globals.error("src-redefine.5", `a redefinition of "${entry.source.name.clark}" must extend or restrict it`, source.at);
  }

  #particle(source: ParticleSource, context: Component): Particle | undefined {
    const term = this.#term(source, context);
    if (term === undefined) return undefined;
    const annotation = source.term.kind === "elementReference" ? source.term.annotation : undefined;
    return { kind: "particle", minOccurs: source.minOccurs, maxOccurs: source.maxOccurs, term, annotation, at: source.at };
  }

  #term(source: ParticleSource, context: Component): Particle["term"] | undefined {
    const { term } = source;
    switch (term.kind) {
      case "element": {
        const shell = elementShell(term, context);
        this.linkElement(term, shell);
        return shell;
      }
      case "modelGroup": {
        const shell = modelGroupShell(term);
        this.#fillGroup(term, shell, context);
        return shell;
      }
      case "elementReference":
        return this.#globals.element(term.reference);
      case "groupReference":
        return this.#globals.modelGroup(term.reference, source.minOccurs, source.maxOccurs);
      case "wildcard":
        return term;
    }
  }

  #fillGroup(source: ModelGroupSource, shell: Shell<ModelGroup>, context: Component): void {
    shell.particles = source.particles.flatMap((particle) => this.#particle(particle, context) ?? []);
  }

  linkGroup(source: ModelGroupDefinitionSource, shell: ModelGroupDefinition & { modelGroup: Shell<ModelGroup> }, entry: GlobalEntry): void {
    const globals = this.#globals;
    globals.redefining = entry.original === undefined ? undefined : entry;
    const first = globals.selfReferences.length;
    this.#fillGroup(source.modelGroup, shell.modelGroup, shell);
    globals.redefining = undefined;
    // XSD 1.0 Part 1 §4.2.2 (src-redefine.6.1)
    const [self, second] = globals.selfReferences.slice(first);
    if (second !== undefined) {
      globals.error("src-redefine.6.1.1", `a redefinition of the group "${source.name.clark}" may refer to it once only`, second.at);
    } else if (self !== undefined && (self.minOccurs !== 1 || self.maxOccurs !== 1)) {
      globals.error("src-redefine.6.1.2", `a redefinition of the group "${source.name.clark}" must refer to it exactly once`, self.at);
    }
  }
}

/** If the base of a type is missing, it is unknown where its own elements begin or what its facets limit: it accepts anything. */
function extendingAnything(source: ComplexTypeSource): ComplexTypeSource {
  const { content } = source;
  const nothingOwn = content.kind === "complex" ? { ...content, particle: undefined } : { ...content, type: undefined, facets: [] };
  return { ...source, derivation: "extension", content: nothingOwn };
}

const noAttributes: OpenAttributes = { uses: [], prohibited: [] };
