/**
 * Where a reader is between two tokens.
 */

/** Work to do before the next token is read. */
export const Pending = { nothing: 0, endEmptyElement: 1, leaveElement: 2 } as const;

/** The part of the document that the reader is in. */
export const Stage = { prolog: 0, content: 1, epilog: 2, end: 3 } as const;
