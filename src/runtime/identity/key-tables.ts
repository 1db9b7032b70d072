/**
 * Key tables of elements: key values with their nodes, and how they propagate to parents. XSD 1.0 Part 1 §3.11.4, §3.11.5
 *
 * An element's table contains its own keys and those of its children, except values that different children have for different nodes.
 */

/** The nodes by key value, for one constraint at one element. Nodes are identified by their offset. */
export interface KeyTable {
  readonly nodes: Map<string, number>;
  /** Values that different children have for different nodes. */
  readonly conflicts: Set<string>;
}

/** Tables by the name of the constraint. */
export type KeyTables = Map<string, KeyTable>;

/** Creates an empty table. */
export function emptyKeyTable(): KeyTable {
  return { nodes: new Map(), conflicts: new Set() };
}

/** Merges the table of another child. The smaller table is added to the larger one, so all merges together cost n log n. */
export function mergeFromChild(tables: KeyTables, name: string, child: KeyTable): void {
  const known = tables.get(name);
  if (known === undefined) {
    tables.set(name, child);
    return;
  }
  const [large, small] = known.nodes.size >= child.nodes.size ? [known, child] : [child, known];
  for (const value of small.conflicts) large.conflicts.add(value);
  for (const [value, node] of small.nodes) {
    const other = large.nodes.get(value);
    if (other === undefined) large.nodes.set(value, node);
    else if (other !== node) large.conflicts.add(value);
  }
  tables.set(name, large);
}

/** The final table of an element: without conflicts among its children, and its own nodes override those of its children. */
export function settle(fromChildren: KeyTable | undefined, own: ReadonlyMap<string, number> | undefined): KeyTable {
  const table = fromChildren ?? emptyKeyTable();
  for (const value of table.conflicts) table.nodes.delete(value);
  table.conflicts.clear();
  for (const [value, node] of own ?? []) table.nodes.set(value, node);
  return table;
}
