/**
 * Open elements that have identity constraints, and what their constraints have selected. XSD 1.0 Part 1 §3.11.4
 *
 * Elements of one declaration may nest, and a selector like ".//item" selects an item from each of them. It is stored once: if a path
 * with ".//" selects an element from the scope at depth 5, it selects it from all outer scopes of the declaration too. The outermost
 * scope therefore has all of these elements, and two with equal values are duplicates in it.
 */
import type { KeptPath } from "../kept-path.js";
import { type CompiledConstraint, type ConstraintIndex, indexConstraints } from "./compile.js";

/** Where an issue may have to be reported later. */
export interface NodePlace {
  readonly offset: number;
  readonly path: KeptPath;
}

/** An open element that a constraint selects. */
export interface SelectedNode {
  readonly open: OpenConstraint;
  readonly depth: number;
  readonly offset: number;
  /** Paths with ".//" select it from all scopes of at most this depth; -1: from none. */
  reach: number;
  /** The innermost of those scopes. */
  innermost: Scope | undefined;
  /** Scopes from which paths without ".//" select it. */
  single: readonly Scope[];
  /** Key texts by field; undefined: no usable value. */
  readonly values: (string | undefined)[];
  /** By field: the serial number of the element or attribute that it matched. */
  readonly matches: (number | undefined)[];
  /** An error in a field was reported. */
  spoiled: boolean;
  nillable: boolean;
}

/** A constraint with open scopes that has selected elements in them. */
export interface OpenConstraint {
  readonly constraint: CompiledConstraint;
  /** Open selected nodes, outermost first. */
  readonly nodes: SelectedNode[];
  /** Key values of nodes that paths with ".//" select: all of them are in the outermost scope. */
  readonly shared: Map<string, SharedValue>;
  /** For mixed selectors, by value: the depth of the outermost open scope from which a path without ".//" selected a node. */
  readonly single: Map<string, number>;
}

/** The node of a shared value. Needed for mixed selectors only, where an open scope need not have the node. */
interface SharedValue {
  readonly offset: number;
  readonly reach: number;
}

const sharedByAll: SharedValue = { offset: -1, reach: -1 };

/** A reference to a key, from a node that is closed. */
export interface KeyReference {
  readonly open: OpenConstraint;
  readonly value: string;
  readonly place: NodePlace;
  /** Outer scopes of the declaration have it too. */
  readonly shared: boolean;
}

/** The open elements of one declaration that has constraints. */
export interface OpenDeclaration {
  readonly constraints: readonly CompiledConstraint[];
  readonly index: ConstraintIndex;
  /** By position of the constraint. */
  readonly open: (OpenConstraint | undefined)[];
  /** Outermost first. */
  readonly scopes: Scope[];
}

/** An open element that has constraints. */
export interface Scope {
  readonly declaration: OpenDeclaration;
  readonly depth: number;
  readonly offset: number;
  /** Key values of nodes that no inner scope of the declaration has. */
  readonly own: Map<OpenConstraint, Map<string, number>>;
  readonly references: KeyReference[];
  /** References of inner scopes, which were checked there, by value. */
  readonly inner: Map<OpenConstraint, Map<string, NodePlace>>;
  /** Key values that were in the table of an inner element and were removed. */
  readonly lost: { readonly name: string; readonly value: string }[];
}

/** Starts with the first open element of a declaration. */
export function openDeclaration(constraints: readonly CompiledConstraint[]): OpenDeclaration {
  return { constraints, index: indexConstraints(constraints), open: [], scopes: [] };
}

/** Opens an element of the declaration. */
export function openScope(declaration: OpenDeclaration, depth: number, offset: number): Scope {
  const scope: Scope = { declaration, depth, offset, own: new Map(), references: [], inner: new Map(), lost: [] };
  declaration.scopes.push(scope);
  return scope;
}

/** The constraint at a position; undefined if the declaration has no such position. */
export function openConstraint({ open, constraints }: OpenDeclaration, position: number): OpenConstraint | undefined {
  const known = open[position];
  const constraint = constraints[position];
  if (known !== undefined || constraint === undefined) return known;
  const opened = { constraint, nodes: [], shared: new Map(), single: new Map() };
  open[position] = opened;
  return opened;
}

/** Tests if another node in one of the scopes of a node has the value. */
export function isTaken(node: SelectedNode, value: string): boolean {
  const { shared, single } = node.open;
  const known = shared.get(value);
  if (node.innermost !== undefined && (known !== undefined || (single.get(value) ?? Infinity) <= node.reach)) return true;
  return singleScopes(node).some(
    ({ own, offset, depth }) =>
      own.get(node.open)?.has(value) === true || (known !== undefined && known.offset >= offset && known.reach >= depth),
  );
}

/** Stores the value of a node. `isReferred`: an open keyref refers to the key, so tables need the value. */
export function addKey(node: SelectedNode, value: string, isReferred: boolean): void {
  const { offset, reach, innermost, open } = node;
  if (innermost !== undefined) {
    open.shared.set(value, open.constraint.isMixed ? { offset, reach } : sharedByAll);
    if (isReferred) mapOf(innermost.own, open).set(value, offset);
  }
  for (const scope of singleScopes(node)) {
    mapOf(scope.own, open).set(value, offset);
    if (open.constraint.isMixed) open.single.set(value, Math.min(open.single.get(value) ?? Infinity, scope.depth));
  }
}

/** Stores a reference until its scopes end. */
export function addReference(node: SelectedNode, value: string, place: NodePlace): void {
  const { open, innermost } = node;
  innermost?.references.push({ open, value, place, shared: true });
  for (const scope of singleScopes(node)) scope.references.push({ open, value, place, shared: false });
}

/** Scopes from which only paths without ".//" select the node. */
function singleScopes({ single, reach }: SelectedNode): readonly Scope[] {
  return single.length === 0 ? single : single.filter(({ depth }) => depth > reach);
}

function mapOf<Key, Value>(maps: Map<Key, Map<string, Value>>, key: Key): Map<string, Value> {
  const known = maps.get(key);
  if (known !== undefined) return known;
  const made = new Map<string, Value>();
  maps.set(key, made);
  return made;
}

/** Ends a scope and passes its references to the next outer scope. Returns the number of entries touched. */
export function closeScope({ declaration, own, inner, references, depth }: Scope): number {
  const { scopes } = declaration;
  scopes.pop();
  const outer = scopes[scopes.length - 1];
  if (outer === undefined) return 0;
  let touched = references.length;
  for (const { open, value, place, shared } of references) if (shared) mapOf(inner, open).set(value, place);
  for (const [open, found] of inner) touched += handOut(outer, open, found);
  for (const [{ single }, keys] of own) {
    if (single.size === 0) continue;
    touched += keys.size;
    for (const value of keys.keys()) if (single.get(value) === depth) single.delete(value);
  }
  return touched;
}

/** Adds the smaller map to the larger one. */
function handOut(outer: Scope, open: OpenConstraint, found: Map<string, NodePlace>): number {
  const known = mapOf(outer.inner, open);
  const [large, small] = known.size >= found.size ? [known, found] : [found, known];
  for (const [value, place] of small) large.set(value, place);
  outer.inner.set(open, large);
  return small.size;
}
