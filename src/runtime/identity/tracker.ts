/**
 * Elements and attributes in document order -> violations of key, unique and keyref. XSD 1.0 Part 1 §3.11.4 (cvc-identity-constraint)
 *
 * Only used while an element with constraints is open. Each element is tested against the selector paths that end in its name, once for
 * each declaration with open elements, however deep these nest, and against the fields of open selected nodes. Work and memory grow
 * with the number of selected elements, which is limited.
 */
import { listOf } from "../../datatypes/derive.js";
import type { Name } from "../../xml/names.js";
import type { KeptPath } from "../kept-path.js";
import type { CompiledConstraint, SelectorPath } from "./compile.js";
import { addOwn, dropConflicts, type KeyTables, mergeFromChild, tupleKey } from "./key-tables.js";
import {
  addKey,
  addReference,
  closeScope,
  isTaken,
  type NodePlace,
  type OpenConstraint,
  type OpenDeclaration,
  openConstraint,
  openDeclaration,
  openScope,
  type Scope,
  type SelectedNode,
} from "./scopes.js";
import { type Path, passes } from "./xpath.js";

/** How many elements the identity constraints may select in one document. Each element counts once for every constraint that selects it. */
export const maxSelectedNodes = 5_000_000;

/** Reports a violation. `at`: where, if not at the current position. */
export type ReportIdentity = (id: string, message: string, at?: NodePlace) => void;

const noScopes: readonly Scope[] = [];

/** An open element that is the value of a field. */
interface OpenField {
  readonly node: SelectedNode;
  readonly field: number;
  readonly depth: number;
}

/** Checks the identity constraints of one document. `keepPlace` makes the offset of an element one that can be reported later. */
export class IdentityTracker {
  /** Makes the type of xsi:schemaLocation, which fields may select. */
  readonly listOf = listOf;
  /** Work so far: paths and nodes tested, and table entries moved. */
  work = 0;
  readonly #names: Name[] = [];
  /** By depth. */
  readonly #scopes: (Scope | undefined)[] = [];
  readonly #fromChildren: (KeyTables | undefined)[] = [];
  /** Open scopes with a keyref to a key, by its name. */
  readonly #referring = new Map<string, number>();
  readonly #nodes: SelectedNode[] = [];
  /** Constraints with open nodes, in the order of their outermost ones. */
  readonly #selecting: OpenConstraint[] = [];
  readonly #openFields: OpenField[] = [];
  /** In the order of their outermost scopes. */
  #declarations: OpenDeclaration[] = [];
  #selected = 0;
  /** Tells elements and attributes apart. */
  #serial = 0;
  readonly #report: ReportIdentity;
  readonly #currentPath: () => KeptPath;
  readonly #keepPlace: () => void;
  readonly #most: number;

  constructor(report: ReportIdentity, currentPath: () => KeptPath, keepPlace: () => void, most = maxSelectedNodes) {
    this.#report = report;
    this.#keepPlace = keepPlace;
    this.#currentPath = currentPath;
    this.#most = most;
  }

  /** Nothing is open: the tracker may be dropped. */
  get idle(): boolean {
    return this.#names.length === 0;
  }

  startElement(name: Name, constraints: readonly CompiledConstraint[], nillable: boolean, offset: number): void {
    const depth = this.#names.length;
    this.#names.push(name);
    this.#serial++;
    this.#scopes[depth] = constraints.length > 0 && this.#selected <= this.#most ? this.#open(constraints, depth, offset) : undefined;
    this.#fromChildren[depth] = undefined;
    for (const declaration of this.#declarations) this.#select(declaration, name, depth, offset);
    this.#eachField("elementFields", name, (node, field) => {
      if (nillable) node.nillable = true;
      this.#openFields.push({ node, field, depth });
    });
  }

  /** The current element has this attribute. `key` gives the value's key text, or undefined where the value is invalid. */
  attribute(name: Name, key: () => string | undefined): void {
    this.#serial++;
    this.#eachField("attributeFields", name, (node, field) => {
      node.values[field] = key();
    });
  }

  /** The current element has this attribute, which a wildcard let in without a declaration. */
  undeclaredAttribute(name: Name): void {
    this.#serial++;
    this.#eachField("attributeFields", name, (node) => this.#lackType(node, "is an attribute that no declaration was found for"));
  }

  /** The value of the current element is asked for. */
  get wantsValue(): boolean {
    const last = this.#openFields[this.#openFields.length - 1];
    return last !== undefined && last.depth === this.#names.length - 1;
  }

  /** The current element has this value; `undefined` is an invalid or nil one. */
  value(key: string | undefined): void {
    const depth = this.#names.length - 1;
    for (let last = this.#openFields.at(-1); last?.depth === depth; last = this.#openFields.at(-1)) {
      this.#openFields.pop();
      last.node.values[last.field] = key;
    }
  }

  /** The current element has neither a simple type nor simple content: it cannot be the value of a field. `declared`: by a type that it has. */
  noValue(declared: boolean): void {
    const depth = this.#names.length - 1;
    for (let index = this.#openFields.length - 1; this.#openFields[index]?.depth === depth; index--) {
      const node = this.#openFields[index]?.node;
      if (node === undefined) continue;
      if (declared) this.#spoil(node, "is an element without simple content");
      else this.#lackType(node, "is an element that no declaration was found for");
    }
    this.value(undefined);
  }

  /**
   * A field finds what a wildcard let in without a declaration. Deviation: by the letter of cvc-identity-constraint.3 that is an error. It counts
   * as absent but for keys, since who allows open content cannot know what comes in; so do Xerces and libxml2 with attributes.
   */
  #lackType(node: SelectedNode, problem: string): void {
    if (node.open.constraint.category === "key") this.#spoil(node, problem);
  }

  endElement(): void {
    const depth = this.#names.length - 1;
    if (this.wantsValue) this.value(undefined);
    for (let node = this.#nodes[this.#nodes.length - 1]; node?.depth === depth; node = this.#nodes[this.#nodes.length - 1]) {
      this.#nodes.pop();
      node.open.nodes.pop();
      if (node.open.nodes.length === 0) this.#selecting.pop();
      this.#endNode(node);
    }
    const scope = this.#scopes[depth];
    const tables = this.#settle(this.#fromChildren[depth], scope);
    if (scope !== undefined) this.#close(scope, tables);
    if (tables !== undefined && depth > 0) this.#handUp(tables, depth - 1);
    this.#names.pop();
    this.#scopes.pop();
    this.#fromChildren.pop();
  }

  #open(constraints: readonly CompiledConstraint[], depth: number, offset: number): Scope {
    let declaration = this.#declarations.find((each) => each.constraints === constraints);
    if (declaration === undefined) {
      declaration = openDeclaration(constraints);
      this.#declarations.push(declaration);
    }
    this.#countReferring(declaration, 1);
    return openScope(declaration, depth, offset);
  }

  #countReferring({ index }: OpenDeclaration, change: 1 | -1): void {
    for (const name of index.referred) this.#referring.set(name, (this.#referring.get(name) ?? 0) + change);
  }

  #isReferred(name: string): boolean {
    return (this.#referring.get(name) ?? 0) > 0;
  }

  #select(declaration: OpenDeclaration, name: Name, depth: number, offset: number): void {
    const { selectors, otherSelectors } = declaration.index;
    const named = selectors.get(name);
    if (named !== undefined) this.#selectBy(named, declaration, depth, offset);
    if (otherSelectors.length > 0) this.#selectBy(otherSelectors, declaration, depth, offset);
  }

  #selectBy(paths: readonly SelectorPath[], declaration: OpenDeclaration, depth: number, offset: number): void {
    for (const { constraint, path } of paths) {
      this.work++;
      if (!this.#endsWith(path.steps)) continue;
      const from = depth - path.steps.length;
      const scope = path.descendant ? declaration.scopes.findLast((each) => each.depth <= from) : this.#scopes[from];
      if (scope?.declaration !== declaration) continue;
      const node = this.#nodeOf(openConstraint(declaration, constraint), depth, offset);
      if (node === undefined) continue;
      if (!path.descendant) {
        if (!node.single.includes(scope)) node.single = [...node.single, scope];
      } else if (scope.depth > node.reach) {
        node.reach = from;
        node.innermost = scope;
      }
    }
  }

  /** Several paths of a selector may select one element. */
  #nodeOf(open: OpenConstraint | undefined, depth: number, offset: number): SelectedNode | undefined {
    const last = open?.nodes[open.nodes.length - 1];
    if (open === undefined || last?.depth === depth) return last;
    if (++this.#selected > this.#most) {
      this.#giveUp();
      return undefined;
    }
    this.#keepPlace();
    const values = new Array<undefined>(open.constraint.fieldCount).fill(undefined);
    const node: SelectedNode = {
      open,
      depth,
      offset,
      reach: -1,
      innermost: undefined,
      single: noScopes,
      values,
      matches: [],
      spoiled: false,
      nillable: false,
    };
    if (open.nodes.length === 0) this.#selecting.push(open);
    open.nodes.push(node);
    this.#nodes.push(node);
    return node;
  }

  #giveUp(): void {
    if (this.#selected === this.#most + 1) {
      this.#report("limit-identity", `identity constraints select more than ${this.#most} elements of this document`);
    }
    this.#declarations = [];
    this.#nodes.length = 0;
    this.#selecting.length = 0;
    this.#openFields.length = 0;
    this.#scopes.fill(undefined);
    this.#fromChildren.fill(undefined);
  }

  /** Calls back for each open node that has the current element, or an attribute of it, as the value of a field. */
  #eachField(kind: "elementFields" | "attributeFields", name: Name, found: (node: SelectedNode, field: number) => void): void {
    for (const { constraint, nodes } of this.#selecting) {
      for (const { path, field } of constraint[kind]) {
        this.work++;
        const { attribute, steps } = path;
        if ((attribute === undefined || passes(attribute, name)) && this.#endsWith(steps)) this.#eachContext(nodes, path, field, found);
      }
    }
  }

  /** Tests if the last open elements are those of the steps. */
  #endsWith(steps: Path["steps"]): boolean {
    const first = this.#names.length - steps.length;
    for (let index = steps.length - 1; index >= 0; index--) {
      const step = steps[index];
      const name = this.#names[first + index];
      if (step === undefined || name === undefined || !passes(step, name)) return false;
    }
    return true;
  }

  /** Calls back for the nodes that a field's path, which leads to the current element, may begin at. */
  #eachContext(
    nodes: readonly SelectedNode[],
    { descendant, steps }: Path,
    field: number,
    found: (node: SelectedNode, field: number) => void,
  ): void {
    const from = this.#names.length - 1 - steps.length;
    // With ".//" from the outermost one that is far enough, else the one at that depth, which is near the end.
    let index = descendant ? 0 : nodes.length - 1;
    for (let node = nodes[index]; node !== undefined; node = nodes[index]) {
      if (descendant ? node.depth > from : node.depth < from) return;
      this.work++;
      if ((descendant || node.depth === from) && this.#match(node, field)) found(node, field);
      index += descendant ? 1 : -1;
    }
  }

  /** A field takes one element or attribute; another path of it may lead to the same. */
  #match(node: SelectedNode, field: number): boolean {
    const before = node.matches[field];
    if (node.spoiled || before === this.#serial) return false;
    node.matches[field] = this.#serial;
    if (before === undefined) return true;
    this.#spoil(node, "has more than one value");
    return false;
  }

  /** XSD 1.0 Part 1 §3.11.4 (cvc-identity-constraint.3): a field finds nothing, or one thing, which has a simple type. */
  #spoil(node: SelectedNode, problem: string): void {
    node.spoiled = true;
    this.#report("cvc-identity-constraint.3", `a field of "${node.open.constraint.name}" ${problem}`);
  }

  #endNode(node: SelectedNode): void {
    if (node.spoiled) return;
    const { category, name } = node.open.constraint;
    const missing = node.values.filter((value) => value === undefined).length;
    if (category === "key" && !this.#hasAllFields(node, missing)) return;
    if (missing > 0) return;
    const value = tupleKey(node.values);
    if (category === "keyref") addReference(node, value, this.#placeOf(node));
    else if (isTaken(node, value)) this.#reportDuplicate(node);
    else addKey(node, value, this.#isReferred(name));
  }

  #hasAllFields(node: SelectedNode, missing: number): boolean {
    const { name, fieldCount } = node.open.constraint;
    if (missing > 0) {
      const id = `cvc-identity-constraint.4.2.1.${missing === fieldCount ? "a" : "b"}`;
      const message = missing === fieldCount ? `no value for the key "${name}"` : `not all fields of the key "${name}" have a value`;
      this.#report(id, message, this.#placeOf(node));
      return false;
    }
    if (node.nillable)
      this.#report("cvc-identity-constraint.4.2.3", `a field of the key "${name}" is a nillable element`, this.#placeOf(node));
    return !node.nillable;
  }

  #reportDuplicate(node: SelectedNode): void {
    const { category, name } = node.open.constraint;
    const id = category === "key" ? "cvc-identity-constraint.4.2.2" : "cvc-identity-constraint.4.1";
    this.#report(id, `value of the ${category === "key" ? "key" : "unique constraint"} "${name}" occurs twice`, this.#placeOf(node));
  }

  /** Where an element begins that ends here. */
  #placeOf(node: SelectedNode): NodePlace {
    return { offset: node.offset, path: this.#currentPath() };
  }

  /** The tables of the ending element, of those keys that an open keyref may ask for. */
  #settle(fromChildren: KeyTables | undefined, scope: Scope | undefined): KeyTables | undefined {
    for (const [name, table] of fromChildren ?? []) {
      this.work++;
      for (const value of dropConflicts(table)) this.#noteLost(name, value);
    }
    if (scope === undefined) return fromChildren;
    const tables = fromChildren ?? new Map();
    for (const [{ constraint }, own] of scope.own) {
      this.work += 1 + own.size;
      if (this.#isReferred(constraint.name)) addOwn(tables, constraint.name, own);
    }
    return tables;
  }

  /** The innermost scope of each declaration that has to do with the key looks at the value again when it ends. */
  #noteLost(name: string, value: string): void {
    for (const { index, scopes } of this.#declarations) {
      this.work++;
      if (index.keys.has(name) || index.referred.has(name)) scopes[scopes.length - 1]?.lost.push({ name, value });
    }
  }

  #close(scope: Scope, tables: KeyTables | undefined): void {
    const { declaration, references, lost } = scope;
    for (const { name, value } of lost) restore(scope, name, value, tables);
    for (const { name, value } of lost) this.#checkInner(scope, name, value, tables);
    for (const { open, value, place } of references) this.#checkReference(open, value, place, tables);
    this.work += references.length + closeScope(scope);
    this.#countReferring(declaration, -1);
    if (declaration.scopes.length === 0) this.#declarations.pop();
  }

  /** References of inner scopes were found there; the table of this scope may have lost what they refer to. */
  #checkInner(scope: Scope, name: string, value: string, tables: KeyTables | undefined): void {
    for (const [open, found] of scope.inner) {
      this.work++;
      const place = open.constraint.refer === name ? found.get(value) : undefined;
      if (place !== undefined) this.#checkReference(open, value, place, tables);
    }
  }

  #checkReference({ constraint }: OpenConstraint, value: string, place: NodePlace, tables: KeyTables | undefined): void {
    const { name, refer } = constraint;
    if (refer !== undefined && tables?.get(refer)?.nodes.has(value)) return;
    this.#report("cvc-identity-constraint.4.3", `no "${refer}" has the value that "${name}" refers to`, place);
  }

  #handUp(tables: KeyTables, depth: number): void {
    const parent = this.#fromChildren[depth] ?? new Map();
    this.#fromChildren[depth] = parent;
    for (const [name, table] of tables) {
      this.work++;
      if (table.nodes.size > 0 && this.#isReferred(name)) this.work += mergeFromChild(parent, name, table);
    }
  }
}

/** A scope's own nodes keep their values, whatever its children have: those too that an inner scope of the declaration holds for it. */
function restore({ declaration, offset, depth }: Scope, name: string, value: string, tables: KeyTables | undefined): void {
  const known = declaration.open[declaration.index.keys.get(name) ?? -1]?.shared.get(value);
  if (known === undefined || known.offset < offset || known.reach < depth || tables === undefined) return;
  addOwn(tables, name, new Map([[value, known.offset]]));
}
