/**
 * Regular expressions of XML Schema: text -> matcher. XSD 1.0 Part 2 Appendix F
 *
 * A pattern matches a whole value, in time linear in the value.
 */

/** A compiled regular expression. */
export interface Pattern {
  readonly source: string;
  /** An escape that XML Schema does not define, such as `\#` or `\/`, and that was read as the character itself. Undefined if the pattern has no such escape. */
  readonly deviation: PatternSyntaxError | undefined;
  /** Tests if the whole text is in the language of the expression. */
  matches(text: string): boolean;
}

/** Where and why a text is not a regular expression. */
export interface PatternSyntaxError {
  readonly message: string;
  /** The index in the source. */
  readonly at: number;
}
