/**
 * Our own rules about what occurs in messages. They apply to contracts with operations only: a library of types is for other contracts to use.
 */

import { xsdNamespace } from "../../load/names.js";
import type { ElementDeclaration, Schema, TypeDefinition } from "../../schema/components.js";
import { contentLeaves } from "../../schema/queries.js";
import type { Substitution } from "../../schema/substitution.js";
import type { Definitions, Part } from "../../wsdl/components.js";
import { reportByDocument } from "./report-together.js";
import type { LintContext, Report } from "./rule.js";

/** Global elements and types can occur in a message. */
export function checkUnusedComponents({ schema, substitution, definitions }: LintContext, report: Report): void {
  if (definitions.portTypes.length === 0) return;
  const used = new Usage(schema, substitution).reach(partsOf(definitions));
  const unused = [...schema.elements.values(), ...schema.types.values()].flatMap((component) => {
    const { name, at, kind } = component;
    if (name === undefined || name.namespace === xsdNamespace || used.has(component)) return [];
    return [{ message: `${kind === "element" ? "element" : "type"} "${name.local}" occurs in no message`, at }];
  });
  reportByDocument(unused, report);
}

/** Texts in requests have a limit that a receiver can plan with. */
export function checkUnlimitedText({ schema, substitution, definitions }: LintContext, report: Report): void {
  const inputs = definitions.portTypes.flatMap(({ operations }) => operations.flatMap(({ input }) => input?.message.parts ?? []));
  const used = new Usage(schema, substitution).reach(inputs);
  const unlimited = [...used].filter((component) => component.kind === "element" && isUnlimitedText(component.type));
  reportByDocument(
    unlimited.map(({ name, at }) => ({ message: `the text of "${name?.local}" in a request has no limit`, at })),
    report,
  );
}

function isUnlimitedText(type: TypeDefinition): boolean {
  const content = type.kind === "simpleType" ? type : type.contentType.kind === "simple" ? type.contentType.type : undefined;
  if (content === undefined || content.datatype.primitive !== "string") return false;
  const { length, maxLength, enumeration, patterns } = content.datatype.facets;
  return length === undefined && maxLength === undefined && enumeration === undefined && patterns.length === 0;
}

/** Of all messages that an operation or a header uses. */
function partsOf({ portTypes, bindings }: Definitions): readonly Part[] {
  const messages = portTypes.flatMap(({ operations }) => operations.flatMap(({ input, output, faults }) => [input, output, ...faults]));
  const soap = bindings.flatMap((binding) => (binding.kind === "soap" ? binding.operations : []));
  const headers = soap.flatMap(({ input, output }) => [input, output].flatMap((side) => side?.headers.map(({ part }) => part) ?? []));
  return [...messages.flatMap((each) => each?.message.parts ?? []), ...headers];
}

type Usable = TypeDefinition | ElementDeclaration;

class Usage {
  readonly #schema: Schema;
  readonly #used = new Set<Usable>();
  readonly #pending: Usable[] = [];
  readonly #substitution: Substitution;
  #hasWildcard = false;
  #hasAnyType = false;

  constructor(schema: Schema, substitution: Substitution) {
    this.#schema = schema;
    this.#substitution = substitution;
  }

  /** Where a wildcard is reached, every global element can occur; where xs:anyType is, every type can by xsi:type. */
  reach(parts: readonly Part[]): ReadonlySet<Usable> {
    for (const { element, type } of parts) {
      this.#use(element && this.#schema.elements.get(element.clark));
      this.#use(type && this.#schema.types.get(type.clark));
    }
    this.#drain();
    if (this.#hasWildcard) for (const element of this.#schema.elements.values()) this.#use(element);
    this.#drain();
    if (this.#hasAnyType) for (const type of this.#schema.types.values()) this.#use(type);
    this.#drain();
    return this.#used;
  }

  #use(component: Usable | undefined): void {
    if (component === undefined || this.#used.has(component)) return;
    this.#used.add(component);
    this.#pending.push(component);
  }

  #drain(): void {
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) {
      if (next.kind === "element") this.#followElement(next);
      else this.#followType(next);
    }
  }

  #followElement(element: ElementDeclaration): void {
    this.#use(element.type);
    this.#use(element.substitutionGroup);
    for (const member of this.#substitution.membersOf(element)) this.#use(member);
  }

  #followType(type: TypeDefinition): void {
    if (type.name?.clark === `{${xsdNamespace}}anyType`) this.#hasAnyType = true;
    this.#use(type.baseType.name?.namespace === xsdNamespace ? undefined : type.baseType);
    if (type.name?.namespace !== xsdNamespace) for (const derived of this.#substitution.derivedFrom(type)) this.#use(derived);
    if (type.kind === "simpleType") {
      this.#use(type.itemType);
      for (const member of type.memberTypes) this.#use(member);
      return;
    }
    for (const { declaration } of type.attributeUses) this.#use(declaration.type);
    if (type.contentType.kind === "simple") this.#use(type.contentType.type);
    for (const { term } of contentLeaves(type)) {
      if (term.kind === "element") this.#use(term);
      else if (term.processContents !== "skip") this.#hasWildcard = true;
    }
  }
}
