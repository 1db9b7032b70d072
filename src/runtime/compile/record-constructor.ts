/**
 * The constructors of decoded objects.
 */

/**
 * A constructor of plain objects (their prototype is Object.prototype). Each type has its own, so that the engine learns how many
 * properties values of that type have, and lays them out inside the object.
 */
export function recordConstructor(): new () => Record<string, unknown> {
  function Record() {}
  Record.prototype = Object.prototype;
  // TypeScript has no types for constructor functions; this one makes an object without properties.
  return Record as unknown as new () => Record<string, unknown>;
}
