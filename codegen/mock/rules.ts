/**
 * Rules -> what happens to a request: the first rule that fits it decides. Scenarios remember what came before.
 */
import type { SoapFault } from "../../src/service/fault.js";
import type { OperationTable } from "../../src/service/port-type.js";
import type { Found } from "./answers.js";
import type { RequestValues } from "./conditions.js";

/** A request that conforms to the contract. */
export interface ConformingRequest extends RequestValues {
  readonly operation: OperationTable;
  readonly input: unknown;
  /** The element in the body, or the parameters, written in one way however they were sent. Undefined if the operation takes nothing. */
  readonly canonical: Uint8Array | undefined;
  /** Decides what is made up for it. */
  readonly seed: number;
}

/** What a rule does; undefined for what is done without a rule. */
export type Outcome =
  | { readonly kind: "answer"; readonly value: (request: ConformingRequest) => Found | Promise<Found> }
  | { readonly kind: "fault"; readonly fault: (request: ConformingRequest) => SoapFault }
  | { readonly kind: "cut" }
  | undefined;

/** The part of a rule that depends on what came before. */
export interface ScenarioStep {
  readonly name: string;
  /** The state in which the rule fits; undefined for any. */
  readonly state: string | undefined;
  /** The state afterwards; undefined for the same. */
  readonly next: string | undefined;
}

export interface Rule {
  /** Names the rule in the log: "rules.xml:12". */
  readonly label: string;
  /** The name in the WSDL. */
  readonly operation: string;
  readonly fits: (request: ConformingRequest) => boolean;
  readonly scenario: ScenarioStep | undefined;
  /** Milliseconds before the answer; undefined for those of the mock. */
  readonly latency: number | undefined;
  readonly outcome: Outcome;
}

/** The state in which every scenario begins. */
export const firstState = "Started";

/** Rules in order, with the states of their scenarios. */
export class Rules {
  readonly #first: readonly Rule[];
  #rules: readonly Rule[];
  readonly #states = new Map<string, string>();

  constructor(rules: readonly Rule[]) {
    this.#first = rules;
    this.#rules = rules;
  }

  /** Adds a rule before all others. */
  add(rule: Rule): void {
    this.#rules = [rule, ...this.#rules];
  }

  /** Takes away all rules that were added. */
  restore(): void {
    this.#rules = this.#first;
  }

  /** The first rule that fits; its scenario goes on. */
  choose(request: ConformingRequest): Rule | undefined {
    const rule = this.#rules.find(
      ({ operation, scenario, fits }) => operation === request.operation.name && this.#isIn(scenario) && fits(request),
    );
    const { name, next } = rule?.scenario ?? {};
    if (name !== undefined && next !== undefined) this.#states.set(name, next);
    return rule;
  }

  /** The state of a scenario. */
  stateOf(scenario: string): string {
    return this.#states.get(scenario) ?? firstState;
  }

  /** Every scenario begins anew. */
  reset(): void {
    this.#states.clear();
  }

  #isIn(scenario: ScenarioStep | undefined): boolean {
    return scenario?.state === undefined || this.stateOf(scenario.name) === scenario.state;
  }
}
