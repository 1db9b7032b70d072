/**
 * Namespace bindings while a document is written: those in scope, and those that the open start tag declares or uses.
 */

import { XmlWriteError } from "../errors.js";
import { type NamespaceDeclaration, xsdNamespace, xsiNamespace } from "../names.js";

/** Prefixes by namespace. */
export type Prefixes = Readonly<Record<string, string>>;

/** What people call these namespaces, where nobody says otherwise. */
const usual: Prefixes = { [xsdNamespace]: "xs", [xsiNamespace]: "xsi" };

/** A declaration and the binding that it hides. */
interface Declared extends NamespaceDeclaration {
  readonly hidden: string | undefined;
}

/** A state of the bindings. */
export interface BindingsMark {
  readonly declared: number;
  readonly preferred: readonly Prefixes[];
  readonly numbers: ReadonlyMap<string, number>;
}

const noNumbers: ReadonlyMap<string, number> = new Map();

let versions = 0;

/** The bindings of one document. */
export class WrittenBindings {
  /** Preferred prefixes, the first one that has a namespace first. */
  #preferred: readonly Prefixes[];
  readonly #namespaces = new Map<string, string>([["", ""]]);
  /** The prefixes declared for a namespace, innermost last. Some may be hidden, so `find` checks them. */
  readonly #prefixes = new Map<string, string[]>();
  readonly #declared: Declared[] = [];
  /** How many declarations in scope give a namespace another prefix. */
  #others = 0;
  #unwritten: NamespaceDeclaration[] = [];
  /** The index of the first declaration of the open start tag. */
  #tagStart = 0;
  /** Prefixes that the open start tag uses and therefore must not rebind. */
  readonly #used: string[] = [];
  #usedCount = 0;
  /** The next number of each prefix that was given one. */
  readonly #numbers = new Map<string, number>();
  /** Changes whenever a declaration comes into scope or goes out of it; no two documents share one. */
  version = ++versions;

  constructor(prefixes: Prefixes) {
    this.#preferred = [prefixes, usual];
  }

  /** Adds prefixes for namespaces that have no preferred one yet. */
  prefer(prefixes: Prefixes): void {
    if (!this.#preferred.includes(prefixes)) this.#preferred = [...this.#preferred, prefixes];
  }

  /** The preferred prefix of a namespace. */
  preferred(namespace: string): string | undefined {
    const prefixes = this.#preferred.find((each) => Object.hasOwn(each, namespace));
    return prefixes?.[namespace];
  }

  /** Begins a start tag. Pass the result to `endElement`. */
  startElement(): number {
    this.#tagStart = this.#declared.length;
    this.#usedCount = 0;
    return this.#tagStart;
  }

  endElement(mark: number): void {
    if (this.#declared.length === mark) return;
    this.version = ++versions;
    while (this.#declared.length > mark) {
      const declared = this.#declared.pop();
      if (declared === undefined) return;
      const prefixes = this.#prefixes.get(declared.namespace);
      prefixes?.pop();
      if (prefixes !== undefined && prefixes.length > 0) this.#others--;
      if (declared.hidden === undefined) this.#namespaces.delete(declared.prefix);
      else this.#namespaces.set(declared.prefix, declared.hidden);
    }
  }

  /** The namespaces that may have a prefix; "" stands for names without one. */
  *namespaces(): Iterable<string> {
    yield "";
    yield* this.#prefixes.keys();
  }

  /** The state between two start tags. */
  mark(): BindingsMark {
    return {
      declared: this.#declared.length,
      preferred: this.#preferred,
      numbers: this.#numbers.size === 0 ? noNumbers : new Map(this.#numbers),
    };
  }

  /** Takes back all declarations since. */
  rewind({ declared, preferred, numbers }: BindingsMark): void {
    this.endElement(declared);
    // What documents have named before must not matter, and not be kept.
    for (const [namespace, prefixes] of this.#prefixes) if (prefixes.length === 0) this.#prefixes.delete(namespace);
    this.#preferred = preferred;
    this.#unwritten = [];
    this.#numbers.clear();
    for (const [prefix, number] of numbers) this.#numbers.set(prefix, number);
  }

  namespaceOf(prefix: string): string | undefined {
    return this.#namespaces.get(prefix);
  }

  /** Tests if elements of a namespace get this prefix when none is requested. */
  isPrefixOf(namespace: string, prefix: string): boolean {
    if (this.#namespaces.get(prefix) !== namespace) return false;
    return this.#others === 0 || namespace === "" || this.find(namespace, undefined, true) === prefix;
  }

  use(prefix: string): void {
    this.#used[this.#usedCount++] = prefix;
  }

  isUsed(prefix: string): boolean {
    for (let index = 0; index < this.#usedCount; index++) if (this.#used[index] === prefix) return true;
    return false;
  }

  /** Adds a declaration to the open start tag. */
  declare(prefix: string, namespace: string): void {
    const hidden = this.#namespaces.get(prefix);
    const isOfTag = this.#isDeclaredByTag(prefix);
    if (isOfTag && hidden === namespace) return;
    if (isOfTag || (this.isUsed(prefix) && hidden !== namespace)) {
      throw new XmlWriteError(`the prefix "${prefix}" is already bound to "${hidden ?? ""}" in this tag`);
    }
    this.version = ++versions;
    this.#namespaces.set(prefix, namespace);
    const prefixes = this.#prefixes.get(namespace);
    if (prefixes === undefined) this.#prefixes.set(namespace, [prefix]);
    else if (prefixes.push(prefix) > 1) this.#others++;
    this.#declared.push({ prefix, namespace, hidden });
    this.#unwritten.push({ prefix, namespace });
  }

  #isDeclaredByTag(prefix: string): boolean {
    for (let index = this.#tagStart; index < this.#declared.length; index++) if (this.#declared[index]?.prefix === prefix) return true;
    return false;
  }

  takeUnwritten(): readonly NamespaceDeclaration[] {
    const unwritten = this.#unwritten;
    if (unwritten.length > 0) this.#unwritten = [];
    return unwritten;
  }

  /** Finds a prefix in scope: the requested one if it fits, otherwise the innermost. "" is allowed for elements only. */
  find(namespace: string, wished: string | undefined, allowDefault: boolean): string | undefined {
    if (wished !== undefined && (wished !== "" || allowDefault)) {
      if (this.#namespaces.get(wished) === namespace) return wished;
      // The requested prefix can be declared, unless this tag already uses it for another namespace.
      if (!this.#isDeclaredByTag(wished) && !this.isUsed(wished)) return undefined;
    }
    const prefixes = this.#prefixes.get(namespace);
    if (prefixes === undefined) return undefined;
    for (let index = prefixes.length - 1; index >= 0; index--) {
      const prefix = prefixes[index] ?? "";
      if (this.#namespaces.get(prefix) === namespace && (prefix !== "" || allowDefault)) return prefix;
    }
    return undefined;
  }

  /** Chooses a prefix to declare: the requested one, the preferred one (with a number where it means something else), or an unused one. */
  choose(namespace: string, wished: string | undefined, allowDefault: boolean): string {
    if (wished !== undefined && (wished !== "" || allowDefault) && this.#isFree(wished)) return wished;
    const preferred = this.preferred(namespace);
    if (preferred === "" && allowDefault && this.#isFree("")) return "";
    if (preferred !== undefined && preferred !== "") {
      if (!this.#namespaces.has(preferred)) return preferred;
      return this.#numbered(preferred, 2);
    }
    return this.#numbered("ns", 1);
  }

  /** Tests if the open start tag can declare a prefix. */
  #isFree(prefix: string): boolean {
    return !this.#isDeclaredByTag(prefix) && !this.isUsed(prefix);
  }

  #numbered(word: string, first: number): string {
    let number = this.#numbers.get(word) ?? first;
    while (this.#namespaces.has(word + number)) number++;
    this.#numbers.set(word, number + 1);
    return word + number;
  }
}
