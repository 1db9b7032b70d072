/**
 * Tables as plain data, so that those in memory can be compared with those of generated code.
 */

/** The data of a table; what it refers to is followed, each once. */
export function describeTable(table: unknown): unknown {
  const numbers = new Map<unknown, number>();
  const describe = (value: unknown): unknown => {
    // References take no arguments; the functions of an engine do.
    if (typeof value === "function") return value.length === 0 ? { lazy: describe(value()) } : value.name;
    if (typeof value === "bigint") return `${value}n`;
    if (Array.isArray(value)) return value.map(describe);
    if (typeof value !== "object" || value === null) return value;
    const known = numbers.get(value);
    if (known !== undefined) return `see ${known}`;
    numbers.set(value, numbers.size);
    // Straight-line code is printed for each type, while tables in memory share theirs, or have none.
    const members = Object.entries(value).filter(([key]) => !["writer", "reader", "code"].includes(key));
    return members.map(([key, member]) => [key, describe(member)]);
  };
  return describe(table);
}
