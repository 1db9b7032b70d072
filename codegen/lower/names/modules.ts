/**
 * The modules of a generated package: each target namespace has one, each declaration gets a name in its own.
 *
 * Declarations are made first and filled in afterwards, so that they may refer to each other.
 */
import type { Span } from "../../diagnostics.js";
import { noDocumentation } from "../documented.js";
import type { Declaration, Documentation, Module, Renaming, TableDeclaration, TypeDeclaration } from "../plan.js";
import { moduleFileNames, moduleIdentifier, reservedFileNames, reservedModuleNames } from "./module-names.js";
import { NameGiver, type NameScope } from "./names.js";
import type { NamedKind, NameRules } from "./naming.js";
import { compareText, type PlaceOrder } from "./order.js";

/** A declaration that is being made. */
export interface OpenDeclaration extends Declaration {
  readonly module: OpenModule;
  type: TypeDeclaration | undefined;
  table: TableDeclaration | undefined;
  documentation: Documentation;
  /** Where it is printed: by place of the component, then by rank. */
  readonly at: Span;
  readonly rank: number;
}

export interface OpenModule extends Module {
  readonly declarations: OpenDeclaration[];
  readonly scope: NameScope;
}

/** Printed order of declarations that belong to one component. */
export const rank = { type: 0, table: 1, hierarchyMap: 2, hierarchy: 3, element: 4, head: 5, attribute: 6, group: 7, set: 8 } as const;

const fileNamesOfOurs: ReadonlySet<string> = new Set(reservedFileNames);
const namesOfIndex: ReadonlySet<string> = new Set(reservedModuleNames);

export class Modules {
  readonly #names: NameGiver;
  readonly #fileNames: NameScope;
  readonly #identifiers: NameScope;
  readonly #modules = new Map<string, OpenModule>();

  /** The order of components and of what is printed for them. */
  readonly byPlace: PlaceOrder;

  readonly rules: NameRules;

  /** Names of an earlier run, by key, are kept, unless other rules gave them. */
  constructor(earlierNames: ReadonlyMap<string, string>, byPlace: PlaceOrder, rules: NameRules) {
    this.byPlace = byPlace;
    this.rules = rules;
    this.#names = new NameGiver(earlierNames.get("naming") === rules.style ? earlierNames : new Map());
    if (rules.style !== undefined) this.#names.keep("naming", rules.style);
    this.#fileNames = this.#names.scope("module ", fileNamesOfOurs);
    this.#identifiers = this.#names.scope("import ", namesOfIndex);
  }

  /** The module of a target namespace. */
  of(targetNamespace: string): OpenModule {
    const known = this.#modules.get(targetNamespace);
    if (known !== undefined) return known;
    const fileName = this.#name("files", targetNamespace, this.#fileNames, `module ${targetNamespace}`, moduleFileNames(targetNamespace));
    const scope = this.#names.scope(`{${targetNamespace}} `, namesOfIndex);
    const identifier = moduleIdentifier(fileName);
    const exportName = this.#name("namespaces", targetNamespace, this.#identifiers, `import ${targetNamespace}`, [identifier]);
    const module: OpenModule = { fileName, exportName, targetNamespace, declarations: [], scope };
    this.#modules.set(targetNamespace, module);
    return module;
  }

  /** The target namespaces that have a module. */
  get namespaces(): Iterable<string> {
    return this.#modules.keys();
  }

  /** A new declaration, with the first of the wanted names that is free. */
  declare(module: OpenModule, key: string, at: Span, ranked: number, ...wanted: readonly [string, ...string[]]): OpenDeclaration {
    const fullKey = `{${module.targetNamespace}} ${key}`;
    const exportName = this.#name("types", key.replace(/^type /, ""), module.scope, fullKey, wanted);
    const declaration: OpenDeclaration = {
      kind: "declaration",
      module,
      exportName,
      documentation: noDocumentation,
      type: undefined,
      table: undefined,
      at,
      rank: ranked,
    };
    module.declarations.push(declaration);
    return declaration;
  }

  /** The user's name, else the first of the wanted ones that is free. */
  #name(kind: NamedKind, path: string, scope: NameScope, key: string, wanted: readonly [string, ...string[]]): string {
    const own = this.rules.own(kind, path, wanted[0]);
    if (own === undefined) return this.#names.give(scope, key, ...wanted);
    const other = this.#names.claim(scope, key, kind === "files" ? own.toLowerCase() : own);
    if (other !== undefined) this.rules.clash(path, own, other);
    return own;
  }

  /** Notes a property that could not have the name that the rules give. */
  reportRenaming(key: string, wanted: string, given: string): void {
    this.#names.renamed.push({ key, wanted, given });
  }

  /** Every name that was given, by key. */
  get names(): ReadonlyMap<string, string> {
    return this.#names.given;
  }

  get renamed(): readonly Renaming[] {
    return this.#names.renamed;
  }

  /** The modules that have declarations, in the order in which they are printed; the first preferred namespace that has one comes first. */
  arranged(preferredNamespaces: readonly string[]): readonly Module[] {
    const modules = [...this.#modules.values()].filter((module) => module.declarations.length > 0);
    for (const module of modules) {
      module.declarations.sort(
        (left, right) => this.byPlace(left, right) || left.rank - right.rank || compareText(left.exportName, right.exportName),
      );
    }
    const found = preferredNamespaces.find((namespace) => modules.some((module) => module.targetNamespace === namespace));
    const mainNamespace = this.#names.keep("main namespace", found);
    const isMain = (module: OpenModule) => module.targetNamespace === mainNamespace;
    return modules.sort(
      (left, right) => Number(isMain(right)) - Number(isMain(left)) || compareText(left.targetNamespace, right.targetNamespace),
    );
  }
}
