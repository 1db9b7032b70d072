/**
 * What a datatype says of a text or value that it refuses. One object a refusal; nothing is allocated for what is accepted.
 */

/** A refused lexical form or value: the rule of XSD 1.0 Part 2 that was broken, what was found and what was expected. */
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
}

/** The rule of a valid text that the TypeScript type asked for cannot hold: 2^60 where a configuration wants `number`. */
export const notRepresentable = "value-not-representable";

/** Tests if the outcome of `decode`, `encode` or `valueOf` is a refusal. */
export function isFault(outcome: unknown): outcome is DatatypeFault {
  return outcome instanceof DatatypeFault;
}

/** Keeps messages readable when the refused text is a megabyte. */
function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
