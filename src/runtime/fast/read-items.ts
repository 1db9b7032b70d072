/**
 * Arrays of generated readers: items are collected on a stack, and an array is made when their number is known. One that grows would keep room for
 * up to twenty more, which is more than most documents have.
 */

const stack: unknown[] = [];
/** The items of the arrays that are being read, outermost first. */
export const items: unknown[] = stack;

/** Takes the items from an index on, of which there is at least one. */
export function takeItems(from: number): unknown[] {
  const count = stack.length - from;
  if (count === 1) return [stack.pop()];
  if (count > 2) return stack.splice(from);
  const last = stack.pop();
  return [stack.pop(), last];
}

/** After reading: forgets the items of elements that were not read to their end. */
export function forgetItems(): void {
  if (stack.length > 0) stack.length = 0;
}
