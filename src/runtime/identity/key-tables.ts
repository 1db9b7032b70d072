/**
 * Key tables of elements: key values with their nodes, and how they propagate to parents. XSD 1.0 Part 1 §3.11.4, §3.11.5
 *
 * An element's table contains its own keys and those of its children, except values that different children have for different nodes.
 */

/** The nodes by key value, for one constraint at one element. Nodes are identified by their offset. */
export interface KeyTable {
  nodes: Map<string, number>;
  /** Values that different children have for different nodes. */
  conflicts: Set<string> | undefined;
}

/** Tables by the name of the constraint. */
export type KeyTables = Map<string, KeyTable>;

/** Merges the table of another child. The smaller table is added to the larger one, so all merges together cost n log n. Returns the number of entries moved. */
export function mergeFromChild(tables: KeyTables, name: string, child: KeyTable): number {
  const known = tables.get(name);
  if (known === undefined) {
    tables.set(name, child);
    return 0;
  }
  const [large, small] = known.nodes.size >= child.nodes.size ? [known, child] : [child, known];
  for (const value of small.conflicts ?? []) addConflict(large, value);
  for (const [value, node] of small.nodes) {
    const other = large.nodes.get(value);
    if (other === undefined) large.nodes.set(value, node);
    else if (other !== node) addConflict(large, value);
  }
  tables.set(name, large);
  return small.nodes.size + (small.conflicts?.size ?? 0);
}

function addConflict(table: KeyTable, value: string): void {
  table.conflicts ??= new Set();
  table.conflicts.add(value);
}

/** Removes the values that are in conflict, and returns them. */
export function dropConflicts(table: KeyTable): Iterable<string> {
  const { conflicts } = table;
  if (conflicts === undefined) return [];
  for (const value of conflicts) table.nodes.delete(value);
  table.conflicts = undefined;
  return conflicts;
}

/** Adds an element's own keys, which override those of its children. */
export function addOwn(tables: KeyTables, name: string, own: Map<string, number>): void {
  const table = tables.get(name);
  if (table === undefined) tables.set(name, { nodes: own, conflicts: undefined });
  else for (const [value, node] of own) table.nodes.set(value, node);
}

/** One text for the values of all fields. Lengths in front keep ("ab", "c") and ("a", "bc") apart. */
export function tupleKey(values: readonly (string | undefined)[]): string {
  if (values.length === 1) return values[0] ?? "";
  let key = "";
  for (const value of values) key += `${value?.length ?? 0} ${value ?? ""} `;
  return key;
}
