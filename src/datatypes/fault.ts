/**
 * The result of a datatype for a text or value that it refuses. Accepted values allocate nothing.
 */

/** Types and faults may be made by several copies of the package, so faults are not known by their class. */
const mark = Symbol.for("soapwright.fault");

/** A refused text or value: the broken rule of XSD 1.0 Part 2, what was found and what was expected. */
export class DatatypeFault {
  /** `cvc-datatype-valid.1.2.1`, `cvc-pattern-valid`, `cvc-minInclusive-valid`, ... */
  readonly rule: string;
  readonly message: string;
  readonly found: string;
  readonly expected: string;

  constructor(rule: string, found: string, expected: string) {
    this.rule = rule;
    this.found = found;
    this.expected = expected;
    this.message = `"${shorten(found)}" is not ${expected}`;
  }

  get [mark](): true {
    return true;
  }
}

/** The rule for a valid text that the configured TypeScript type cannot represent: 2^60 as `number`. */
export const notRepresentable = "value-not-representable";

/** Tests if the result of `decode`, `encode` or `valueOf` is a fault. */
export function isFault(outcome: unknown): outcome is DatatypeFault {
  return typeof outcome === "object" && outcome !== null && mark in outcome;
}

/** Keeps messages readable if the refused text is very long. */
function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
