/**
 * Namespace bindings while a document is written: those in scope, and those that the open start tag declares or uses.
 */

import { XmlWriteError } from "../errors.js";
import type { NamespaceDeclaration } from "../names.js";

/** A declaration and the binding that it hides. */
interface Declared extends NamespaceDeclaration {
  readonly hidden: string | undefined;
}

/** The bindings of one document. */
export class WrittenBindings {
  /** Preferred prefix by namespace. */
  readonly #preferred: ReadonlyMap<string, string>;
  readonly #namespaces = new Map<string, string>([["", ""]]);
  /** The prefixes declared for a namespace, innermost last. Some may be hidden, so `find` checks them. */
  readonly #prefixes = new Map<string, string[]>();
  readonly #declared: Declared[] = [];
  #unwritten: NamespaceDeclaration[] = [];
  /** The index of the first declaration of the open start tag. */
  #tagStart = 0;
  /** Prefixes that the open start tag uses and therefore must not rebind. */
  readonly #used: string[] = [];
  #usedCount = 0;
  #made = 0;

  constructor(prefixes: Readonly<Record<string, string>>) {
    this.#preferred = new Map(Object.entries(prefixes));
  }

  /** Begins a start tag. Pass the result to `endElement`. */
  startElement(): number {
    this.#tagStart = this.#declared.length;
    this.#usedCount = 0;
    return this.#tagStart;
  }

  endElement(mark: number): void {
    while (this.#declared.length > mark) {
      const declared = this.#declared.pop();
      if (declared === undefined) return;
      this.#prefixes.get(declared.namespace)?.pop();
      if (declared.hidden === undefined) this.#namespaces.delete(declared.prefix);
      else this.#namespaces.set(declared.prefix, declared.hidden);
    }
  }

  namespaceOf(prefix: string): string | undefined {
    return this.#namespaces.get(prefix);
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
    this.#namespaces.set(prefix, namespace);
    const prefixes = this.#prefixes.get(namespace);
    if (prefixes === undefined) this.#prefixes.set(namespace, [prefix]);
    else prefixes.push(prefix);
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

  /** Chooses a prefix to declare: the requested one, the preferred one, or an unused one. */
  choose(namespace: string, wished: string | undefined, allowDefault: boolean): string {
    for (const prefix of [wished, this.#preferred.get(namespace)]) {
      if (prefix === undefined || (prefix === "" && !allowDefault)) continue;
      if (!this.#isDeclaredByTag(prefix) && !this.isUsed(prefix)) return prefix;
    }
    let made: string;
    do {
      this.#made++;
      made = `ns${this.#made}`;
    } while (this.#namespaces.has(made));
    return made;
  }
}
