/**
 * One of the two contracts of a comparison, with what is asked of it.
 */
import type { Issue } from "../../../src/runtime/issues.js";
import type { ElementDeclaration, Schema } from "../../schema/components.js";
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
    const { substitutes, sizes } = this.sampler.knowledge;
    return substitutes.elementsFor(declaration).filter((element) => sizes.ofElement(element) < Number.POSITIVE_INFINITY);
  }

  isSatisfiable(declaration: ElementDeclaration): boolean {
    return this.sampler.knowledge.sizes.ofElement(declaration) < Number.POSITIVE_INFINITY;
  }
}
