/**
 * Elements and attributes in document order -> violations of key, unique and keyref. XSD 1.0 Part 1 §3.11.4 (cvc-identity-constraint)
 *
 * Only used while an element with constraints is open. Each element is tested against the selections of open scopes that end in its name, and
 * against the fields of open selected nodes. Values are compared by hash.
 */
import type { Name } from "../../xml/names.js";
import { type CompiledConstraint, indexSelections, type Selection, type SelectionIndex } from "./compile.js";
import { type KeyTables, mergeFromChild, settle } from "./key-tables.js";
import { type Path, passes } from "./xpath.js";

/** Reports a violation. `at`: where, if not at the current position. */
export type ReportIdentity = (id: string, message: string, at?: { readonly offset: number; readonly path: string }) => void;

/** An open element that has constraints. */
interface ConstraintScope {
  readonly depth: number;
  readonly constraints: readonly CompiledConstraint[];
  readonly index: SelectionIndex;
  /** The key values so far, by constraint. */
  readonly own: Map<string, Map<string, number>>;
  readonly references: {
    readonly constraint: CompiledConstraint;
    readonly value: string;
    readonly offset: number;
    readonly path: string;
  }[];
}

/** An open element that a constraint selects. */
interface SelectedNode {
  readonly scope: ConstraintScope;
  readonly constraint: CompiledConstraint;
  readonly depth: number;
  readonly offset: number;
  readonly values: (string | undefined)[];
  /** A field has no usable value, and that has been or will be reported. */
  spoiled: boolean;
  nillable: boolean;
}

/** An open element that a field selects. */
interface OpenField {
  readonly node: SelectedNode;
  readonly field: number;
  readonly depth: number;
}

const indexes = new WeakMap<readonly CompiledConstraint[], SelectionIndex>();

/** Checks the identity constraints of one document. */
export class IdentityTracker {
  readonly #names: Name[] = [];
  readonly #scopes: ConstraintScope[] = [];
  readonly #nodes: SelectedNode[] = [];
  readonly #openFields: OpenField[] = [];
  readonly #fromChildren: (KeyTables | undefined)[] = [];
  readonly #report: ReportIdentity;
  readonly #currentPath: () => string;

  constructor(report: ReportIdentity, currentPath: () => string) {
    this.#report = report;
    this.#currentPath = currentPath;
  }

  /** No element is open, so the tracker can be dropped. */
  get idle(): boolean {
    return this.#names.length === 0;
  }

  startElement(name: Name, constraints: readonly CompiledConstraint[], nillable: boolean, offset: number): void {
    const depth = this.#names.length;
    this.#names.push(name);
    this.#fromChildren.push(undefined);
    if (constraints.length > 0) this.#openScope(depth, constraints);
    for (const scope of this.#scopes) this.#select(scope, name, depth, offset);
    for (const node of this.#nodes) this.#matchFields(node, depth, nillable);
  }

  /** Adds an attribute of the current element. `key` returns the key text of its value, undefined if invalid; without `key` it has no declaration. */
  attribute(name: Name, key: (() => string | undefined) | undefined): void {
    const depth = this.#names.length - 1;
    for (const node of this.#nodes) {
      const { fields } = node.constraint;
      for (let field = 0; field < fields.length; field++) {
        for (const path of fields[field] ?? []) {
          if (path.attribute === undefined || !passes(path.attribute, name) || !this.#leadsTo(path, node.depth, depth)) continue;
          if (key === undefined) this.#spoil(node, "an attribute that no declaration was found for");
          else this.#setValue(node, field, key());
          break;
        }
      }
    }
  }

  /** A field selects the current element. */
  get wantsValue(): boolean {
    const last = this.#openFields[this.#openFields.length - 1];
    return last !== undefined && last.depth === this.#names.length - 1;
  }

  /** Sets the value of the current element; `undefined` if it is invalid or nil. */
  value(key: string | undefined): void {
    const depth = this.#names.length - 1;
    for (let last = this.#openFields.pop(); last !== undefined; last = this.#openFields.pop()) {
      if (last.depth !== depth) {
        this.#openFields.push(last);
        return;
      }
      this.#setValue(last.node, last.field, key);
    }
  }

  /** The current element has neither a simple type nor simple content, so a field must not select it. */
  noValue(): void {
    for (let index = this.#openFields.length - 1; index >= 0; index--) {
      const open = this.#openFields[index];
      if (open === undefined || open.depth !== this.#names.length - 1) break;
      this.#spoil(open.node, "an element without simple content");
    }
    this.value(undefined);
  }

  /** Reports a field that selects something without a simple type. XSD 1.0 Part 1 §3.11.4 (cvc-identity-constraint.3) */
  #spoil(node: SelectedNode, found: string): void {
    node.spoiled = true;
    this.#report("cvc-identity-constraint.3", `a field of "${node.constraint.name}" is ${found}`);
  }

  endElement(): void {
    const depth = this.#names.length - 1;
    if (this.wantsValue) this.value(undefined);
    for (let node = this.#nodes[this.#nodes.length - 1]; node?.depth === depth; node = this.#nodes[this.#nodes.length - 1]) {
      this.#nodes.pop();
      this.#endNode(node);
    }
    const scope = this.#scopes[this.#scopes.length - 1]?.depth === depth ? this.#scopes.pop() : undefined;
    const tables = this.#settleTables(this.#fromChildren.pop(), scope);
    if (scope !== undefined) this.#checkReferences(scope, tables);
    if (tables !== undefined && depth > 0) this.#handUp(tables, depth - 1);
    this.#names.pop();
  }

  #openScope(depth: number, constraints: readonly CompiledConstraint[]): void {
    let index = indexes.get(constraints);
    if (index === undefined) {
      index = indexSelections(constraints);
      indexes.set(constraints, index);
    }
    this.#scopes.push({ depth, constraints, index, own: new Map(), references: [] });
  }

  #select(scope: ConstraintScope, name: Name, depth: number, offset: number): void {
    const { index } = scope;
    if (depth === scope.depth) this.#selectAll(index.own, scope, depth, offset);
    else {
      const named = index.byName.get(name);
      if (named !== undefined) this.#selectAll(named, scope, depth, offset);
      if (index.others.length > 0) this.#selectAll(index.others, scope, depth, offset);
    }
  }

  #selectAll(selections: readonly Selection[], scope: ConstraintScope, depth: number, offset: number): void {
    for (const { constraint, path } of selections) {
      if (!this.#leadsTo(path, scope.depth, depth) || this.#isSelected(scope, constraint, depth)) continue;
      const values = constraint.fields.map(() => undefined);
      this.#nodes.push({ scope, constraint, depth, offset, values, spoiled: false, nillable: false });
    }
  }

  /** Tests if another alternative of the selector has selected the element already. */
  #isSelected(scope: ConstraintScope, constraint: CompiledConstraint, depth: number): boolean {
    if (constraint.selector.length === 1) return false;
    for (let index = this.#nodes.length - 1; index >= 0; index--) {
      const node = this.#nodes[index];
      if (node === undefined || node.depth !== depth) return false;
      if (node.scope === scope && node.constraint === constraint) return true;
    }
    return false;
  }

  #matchFields(node: SelectedNode, depth: number, nillable: boolean): void {
    const { fields } = node.constraint;
    for (let field = 0; field < fields.length; field++) {
      for (const path of fields[field] ?? []) {
        if (path.attribute !== undefined || !this.#leadsTo(path, node.depth, depth)) continue;
        if (nillable) node.nillable = true;
        this.#openFields.push({ node, field, depth });
        break;
      }
    }
  }

  /** Tests if the steps of the path lead from the element at depth `from` to the one at depth `to`. */
  #leadsTo(path: Path, from: number, to: number): boolean {
    const { steps } = path;
    const first = to - steps.length;
    if (path.descendant ? first < from : first !== from) return false;
    for (let index = steps.length - 1; index >= 0; index--) {
      const step = steps[index];
      const name = this.#names[first + 1 + index];
      if (step === undefined || name === undefined || !passes(step, name)) return false;
    }
    return true;
  }

  #setValue(node: SelectedNode, field: number, key: string | undefined): void {
    if (node.values[field] !== undefined) {
      node.spoiled = true;
      this.#report("cvc-identity-constraint.3", `a field of "${node.constraint.name}" has more than one value`);
    }
    node.values[field] = key;
  }

  #endNode(node: SelectedNode): void {
    if (node.spoiled) return;
    const { constraint, scope } = node;
    const missing = node.values.filter((value) => value === undefined).length;
    if (constraint.category === "key" && !this.#hasAllFields(node, missing)) return;
    if (missing > 0) return;
    const value = tupleKey(node.values);
    if (constraint.category === "keyref") {
      scope.references.push({ constraint, value, ...this.#placeOf(node) });
      return;
    }
    let own = scope.own.get(constraint.name);
    if (own === undefined) {
      own = new Map();
      scope.own.set(constraint.name, own);
    }
    if (own.has(value)) this.#reportDuplicate(node);
    else own.set(value, node.offset);
  }

  #hasAllFields(node: SelectedNode, missing: number): boolean {
    const { name, fields } = node.constraint;
    if (missing > 0) {
      const id = `cvc-identity-constraint.4.2.1.${missing === fields.length ? "a" : "b"}`;
      const message = missing === fields.length ? `no value for the key "${name}"` : `not all fields of the key "${name}" have a value`;
      this.#report(id, message, this.#placeOf(node));
      return false;
    }
    if (node.nillable)
      this.#report("cvc-identity-constraint.4.2.3", `a field of the key "${name}" is a nillable element`, this.#placeOf(node));
    return !node.nillable;
  }

  #reportDuplicate(node: SelectedNode): void {
    const { category, name } = node.constraint;
    const id = category === "key" ? "cvc-identity-constraint.4.2.2" : "cvc-identity-constraint.4.1";
    this.#report(id, `value of the ${category === "key" ? "key" : "unique constraint"} "${name}" occurs twice`, this.#placeOf(node));
  }

  /** The position of an element that ends here. */
  #placeOf(node: SelectedNode): { readonly offset: number; readonly path: string } {
    return { offset: node.offset, path: this.#currentPath() };
  }

  /** The final tables of the element that ends here. */
  #settleTables(fromChildren: KeyTables | undefined, scope: ConstraintScope | undefined): KeyTables | undefined {
    if (fromChildren === undefined && scope === undefined) return undefined;
    const tables: KeyTables = new Map();
    const names = new Set([...(fromChildren?.keys() ?? []), ...(scope?.own.keys() ?? [])]);
    for (const name of names) tables.set(name, settle(fromChildren?.get(name), scope?.own.get(name)));
    return tables;
  }

  #checkReferences(scope: ConstraintScope, tables: KeyTables | undefined): void {
    for (const { constraint, value, offset, path } of scope.references) {
      if (constraint.refer !== undefined && tables?.get(constraint.refer)?.nodes.has(value)) continue;
      const message = `no "${constraint.refer}" has the value that "${constraint.name}" refers to`;
      this.#report("cvc-identity-constraint.4.3", message, { offset, path });
    }
  }

  #handUp(tables: KeyTables, depth: number): void {
    for (const [name, table] of tables) {
      if (table.nodes.size === 0 || !this.#isReferredTo(name)) continue;
      const parent = this.#fromChildren[depth] ?? new Map();
      this.#fromChildren[depth] = parent;
      mergeFromChild(parent, name, table);
    }
  }

  #isReferredTo(name: string): boolean {
    return this.#scopes.some((scope) => scope.constraints.some((constraint) => constraint.refer === name));
  }
}

/** Length prefixes distinguish ("ab", "c") from ("a", "bc"). */
function tupleKey(values: readonly (string | undefined)[]): string {
  if (values.length === 1) return values[0] ?? "";
  let key = "";
  for (const value of values) key += `${value?.length ?? 0} ${value ?? ""} `;
  return key;
}
