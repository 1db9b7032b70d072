/**
 * Types -> their description, each once, those that others refer to included.
 */
import { anyType, isBuiltIn } from "../../schema/built-in-components.js";
import type {
  AttributeUse,
  ElementDeclaration,
  ModelGroup,
  Particle,
  SimpleTypeDefinition,
  TypeDefinition,
  ValueConstraint,
  Wildcard,
} from "../../schema/components.js";
import { documentationOf } from "../../schema/documentation.js";
import { derivationChain, effectiveConstraint } from "../../schema/queries.js";
import type { AttributeDescription, ElementDescription, ParticleDescription, TypeDescription, ValueDescription } from "./description.js";

/** Values of an enumeration that are listed. */
const mostValues = 400;

/** The types that were asked for, and those behind them. */
export class DescribedTypes {
  readonly #numbers = new Map<TypeDefinition, number>();
  readonly #pending: TypeDefinition[] = [];

  numberOf(type: TypeDefinition): number {
    const known = this.#numbers.get(type);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(type, number);
    this.#pending.push(type);
    return number;
  }

  element({ name, type, annotation, nillable, valueConstraint }: ElementDeclaration): ElementDescription {
    return {
      name: name.local,
      namespace: name.namespace,
      type: this.numberOf(type),
      documentation: documentationOf(annotation),
      nillable: nillable || undefined,
      ...constraintOf(valueConstraint),
    };
  }

  /** All of them, in the order of their numbers. */
  list(): readonly TypeDescription[] {
    const described: TypeDescription[] = [];
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) described.push(this.#describe(next));
    return described;
  }

  #describe(type: TypeDefinition): TypeDescription {
    const ancestors = derivationChain(type).slice(1);
    const bases = ancestors.slice(0, ancestors.findIndex(isBuiltIn) + 1).filter((base) => base !== anyType);
    const own = {
      name: type.name?.local,
      namespace: type.targetNamespace,
      documentation: isBuiltIn(type) ? undefined : documentationOf(type.annotation),
      bases: bases.flatMap(({ name }) => name?.local ?? []),
    };
    if (type.kind === "simpleType") return { ...own, content: "simple", attributes: [], value: describeValue(type) };
    const { contentType } = type;
    const complex = { ...own, abstract: type.abstract || undefined, attributes: type.attributeUses.map((use) => this.#attribute(use)) };
    switch (contentType.kind) {
      case "empty":
        return { ...complex, content: "empty" };
      case "simple":
        return { ...complex, content: "simple", value: describeValue(contentType.type) };
      default: {
        const content = contentType.kind === "mixed" ? "mixed" : "elements";
        return { ...complex, content, particle: this.#particle(contentType.particle, new Set()) };
      }
    }
  }

  #attribute(use: AttributeUse): AttributeDescription {
    const { declaration, required, annotation } = use;
    return {
      name: declaration.name.local,
      namespace: declaration.name.namespace,
      type: this.numberOf(declaration.type),
      required,
      documentation: documentationOf(annotation ?? declaration.annotation),
      ...constraintOf(effectiveConstraint(use)),
    };
  }

  /** A group within itself ends there. */
  #particle({ minOccurs: min, maxOccurs, term, annotation }: Particle, open: ReadonlySet<ModelGroup>): ParticleDescription {
    const bounds = { min, max: maxOccurs === Number.POSITIVE_INFINITY ? -1 : maxOccurs };
    if (term.kind === "wildcard") return { ...bounds, kind: "any", namespaces: namespacesText(term) };
    if (term.kind === "element") {
      const element = this.element(term);
      return { ...bounds, kind: "element", element: { ...element, documentation: documentationOf(annotation) ?? element.documentation } };
    }
    const inside = new Set([...open, term]);
    const items = open.has(term) ? [] : term.particles.map((each) => this.#particle(each, inside));
    return { ...bounds, kind: "group", compositor: term.compositor, items };
  }
}

function constraintOf(constraint: ValueConstraint | undefined): Pick<ElementDescription, "fixed" | "default"> {
  return constraint === undefined ? {} : { [constraint.kind]: constraint.lexical };
}

function namespacesText({ namespaceConstraint: constraint }: Wildcard): string {
  if (constraint.kind === "any") return "##any";
  return constraint.kind === "not" ? "##other" : constraint.namespaces.map((namespace) => namespace || "##local").join(" ");
}

function describeValue(type: SimpleTypeDefinition): ValueDescription {
  const builtIn = derivationChain(type).find(isBuiltIn)?.name?.local ?? "anySimpleType";
  const { facets } = type.datatype;
  const lines: (readonly [string, string])[] = [];
  for (const kind of ["length", "minLength", "maxLength", "totalDigits", "fractionDigits"] as const) {
    const count = facets[kind];
    if (count !== undefined) lines.push([kind, String(count)]);
  }
  for (const kind of ["minInclusive", "minExclusive", "maxInclusive", "maxExclusive"] as const) {
    const bound = facets[kind];
    if (bound !== undefined) lines.push([kind, bound.lexical]);
  }
  return {
    builtIn,
    facets: isBuiltIn(type) ? [] : [...lines, ...patternsOf(type)],
    enumeration: (facets.enumeration ?? []).slice(0, mostValues).map(({ lexical }) => lexical),
  };
}

/** The patterns of a type and of what it restricts. */
function patternsOf(type: SimpleTypeDefinition): readonly (readonly [string, string])[] {
  return derivationChain(type).flatMap((step) =>
    step.kind === "simpleType" && !isBuiltIn(step)
      ? step.facets.filter(({ kind }) => kind === "pattern").map(({ kind, value }) => [kind, value] as const)
      : [],
  );
}
