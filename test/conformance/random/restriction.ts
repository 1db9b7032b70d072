/**
 * Particles and attributes made narrower, as restrictions ask for: mostly rightly so.
 */
import type { Choices } from "./choices.js";
import type { AttributeModel, ComplexModel, ElementModel, ParticleModel, TermModel } from "./model.js";
import { randomSimpleType } from "./simple-types.js";

export function restrictParticle(choices: Choices, particle: ParticleModel, types: readonly ComplexModel[]): ParticleModel {
  const restricted = restrictOccurrence(choices, particle);
  const min = restricted.min;
  // Groups that may not occur are no components, but the judges look into them all the same.
  const max = particle.term.kind === "group" ? Math.max(restricted.max, 1) : restricted.max;
  return { min, max, term: restrictTerm(choices, particle.term, types) };
}

function restrictOccurrence(choices: Choices, { min, max }: ParticleModel): { min: number; max: number } {
  if (!choices.chance(35)) return { min, max };
  if (choices.risk(30)) return { min: choices.below(2), max: 1 + choices.below(3) };
  const room = Math.min(max - min, 3);
  const lower = min + choices.below(room + 1);
  const upper = max === Number.POSITIVE_INFINITY ? lower + 1 + choices.below(3) : lower + choices.below(max - lower + 1);
  return { min: lower, max: upper };
}

function restrictTerm(choices: Choices, term: TermModel, types: readonly ComplexModel[]): TermModel {
  switch (term.kind) {
    case "element":
      return choices.chance(35) ? { kind: "element", element: restrictElement(choices, term.element, types) } : term;
    case "wildcard":
      return choices.chance(50)
        ? term
        : {
            kind: "wildcard",
            wildcard: {
              namespace: choices.risk(70)
                ? choices.oneOf(["urn:u", "##local", "##other"])
                : term.wildcard.namespace === "##other"
                  ? "urn:u"
                  : term.wildcard.namespace,
              processContents: term.wildcard.processContents,
            },
          };
    case "group":
      return { ...term, reference: undefined, ...restrictGroup(choices, term, types) };
  }
}

type Group = Extract<TermModel, { kind: "group" }>;

function restrictGroup(
  choices: Choices,
  { compositor, particles }: Group,
  types: readonly ComplexModel[],
): Pick<Group, "particles" | "compositor"> {
  const keep = particles.filter(({ min }) => !(compositor === "choice" || min === 0 ? choices.chance(25) : choices.risk(8)));
  const restricted = (keep.length === 0 ? particles : keep).map((particle) => restrictParticle(choices, particle, types));
  if (compositor === "all" && choices.chance(20)) return { compositor: "sequence", particles: restricted };
  if (compositor === "choice" && choices.risk(20)) return { compositor: "sequence", particles: restricted };
  return { compositor, particles: restricted };
}

function restrictElement(choices: Choices, element: ElementModel, types: readonly ComplexModel[]): ElementModel {
  if (element.global && !choices.risk(40)) return element;
  const { type } = element;
  const narrowed = { ...element, nillable: element.nillable && choices.chance(50) };
  if (type.kind === "simple" && type.simple.reference !== undefined && choices.chance(60))
    return { ...narrowed, type: { kind: "simple", simple: randomSimpleType(choices, [type.simple], undefined) } };
  if (type.kind === "simple" && choices.chance(20))
    return { ...narrowed, value: { kind: "fixed", text: choices.oneOf(type.simple.texts) } };
  const derived = types.filter(({ base }) => base === type);
  return type.kind === "complex" && derived.length > 0 ? { ...narrowed, type: choices.oneOf(derived) } : narrowed;
}

export function restrictAttributes(choices: Choices, attributes: readonly AttributeModel[]): readonly AttributeModel[] {
  return attributes
    .filter(() => choices.chance(60))
    .map((attribute) => {
      switch (choices.below(5)) {
        case 0:
          return attribute;
        case 1:
          return { ...attribute, use: "required" as const, value: attribute.value?.kind === "fixed" ? attribute.value : undefined };
        case 2:
          if (attribute.use === "required" && !choices.risk(50)) return attribute;
          return { ...attribute, use: "prohibited" as const, value: undefined };
        case 3:
          if (attribute.value !== undefined && !choices.risk(50)) return attribute;
          return { ...attribute, value: { kind: "fixed" as const, text: choices.oneOf(attribute.type.texts) } };
        default:
          return attribute.global || attribute.type.reference === undefined
            ? attribute
            : { ...attribute, type: randomSimpleType(choices, [attribute.type], undefined) };
      }
    });
}
