/**
 * Key tables of elements: which key values stand for which nodes, and how they are handed up. XSD 1.0 Part 1 §3.11.4, §3.11.5
 *
 * An element's table of a key has its own keys, and those of its children where no two children have the same value for different nodes.
 */

/** Nodes by key value, of one constraint at one element. A node is told by its offset. */
export interface KeyTable {
  readonly nodes: Map<string, number>;
  /** Values that children gave for different nodes. */
  readonly conflicts: Set<string>;
}

/** Tables by constraint. */
export type KeyTables = Map<string, KeyTable>;

/** A table with nothing in it. */
export function emptyKeyTable(): KeyTable {
  return { nodes: new Map(), conflicts: new Set() };
}

/** Adds what another child hands up. The smaller table goes into the larger one, so all merges together cost n log n. */
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

/** What an element ends with: conflicts of its children dropped, its own nodes before those of its children. */
export function settle(fromChildren: KeyTable | undefined, own: ReadonlyMap<string, number> | undefined): KeyTable {
  const table = fromChildren ?? emptyKeyTable();
  for (const value of table.conflicts) table.nodes.delete(value);
  table.conflicts.clear();
  for (const [value, node] of own ?? []) table.nodes.set(value, node);
  return table;
}
