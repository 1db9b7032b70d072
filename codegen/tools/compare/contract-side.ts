/**
 * One of the two contracts of a comparison.
 */
import type { Issue } from "../../../src/runtime/issues.js";
import type { ElementDeclaration, Schema, TypeDefinition } from "../../schema/components.js";
import type { Definitions } from "../../wsdl/components.js";
import type { ContractOperation } from "../../wsdl/operations.js";
import { Sampler } from "../sample/sampler.js";

/** A contract that can be compared. */
export interface ComparableContract {
  readonly schema: Schema;
  readonly definitions: Definitions | undefined;
  readonly operations: readonly ContractOperation[];
  validate(xml: string): readonly Issue[];
}

/** A contract with a sampler of its own. */
export class ContractSide {
  readonly contract: ComparableContract;
  readonly schema: Schema;
  readonly sampler: Sampler;

  constructor(contract: ComparableContract) {
    this.contract = contract;
    this.schema = contract.schema;
    this.sampler = new Sampler(contract.schema, (xml) => contract.validate(xml));
  }

  /** Elements that stand where a declaration is referred to and of which there are documents. */
  elementsFor(declaration: ElementDeclaration): readonly ElementDeclaration[] {
    const { substitution, sizes } = this.sampler.knowledge;
    return substitution.concreteElementsFor(declaration).filter((element) => sizes.ofElement(element) < Number.POSITIVE_INFINITY);
  }

  /** Named types that xsi:type may give in an element. */
  typesFor({ type, disallowedSubstitutions }: ElementDeclaration): readonly TypeDefinition[] {
    return this.sampler.knowledge.substitution.typesFor(type, disallowedSubstitutions);
  }

  isSatisfiable(declaration: ElementDeclaration): boolean {
    return this.sampler.knowledge.sizes.ofElement(declaration) < Number.POSITIVE_INFINITY;
  }
}
