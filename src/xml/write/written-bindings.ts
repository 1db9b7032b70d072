/**
 * Namespace bindings of a document that is being written: what is in scope, what the open start tag declares and uses, which prefix to take.
 */

import { XmlWriteError } from "../errors.js";
import type { NamespaceDeclaration } from "../namespaces.js";

/** A declaration with what it hides. */
interface Declared extends NamespaceDeclaration {
  readonly hidden: string | undefined;
}

export class WrittenBindings {
  /** Preferred prefix by namespace. */
  readonly #preferred: ReadonlyMap<string, string>;
  readonly #namespaces = new Map<string, string>([["", ""]]);
  /** The prefixes that were last declared for a namespace; one that is hidden now is looked for in vain and forgotten. */
  readonly #prefixes = new Map<string, string[]>();
  readonly #declared: Declared[] = [];
  #unwritten: NamespaceDeclaration[] = [];
  /** Where the declarations of the open start tag begin. */
  #tagStart = 0;
  /** Prefixes that the open start tag uses: they must keep their meaning. */
  #used: string[] = [];
  #made = 0;

  constructor(prefixes: Readonly<Record<string, string>>) {
    this.#preferred = new Map(Object.entries(prefixes));
  }

  /** Begins a start tag; the result is given to `endElement`. */
  startElement(): number {
    this.#tagStart = this.#declared.length;
    if (this.#used.length > 0) this.#used = [];
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
    this.#used.push(prefix);
  }

  isUsed(prefix: string): boolean {
    return this.#used.includes(prefix);
  }

  /** Adds a declaration to the open start tag. */
  declare(prefix: string, namespace: string): void {
    const hidden = this.#namespaces.get(prefix);
    const isOfTag = this.#isDeclaredByTag(prefix);
    if (isOfTag && hidden === namespace) return;
    if (isOfTag || (this.#used.includes(prefix) && hidden !== namespace)) {
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

  /** Finds a prefix in scope: the wished one where it fits; without a wish the innermost. "" is for elements only. */
  find(namespace: string, wished: string | undefined, allowDefault: boolean): string | undefined {
    if (wished !== undefined && (wished !== "" || allowDefault)) {
      if (this.#namespaces.get(wished) === namespace) return wished;
      // The wish can be granted by a declaration, unless this tag means something else by the prefix.
      if (!this.#isDeclaredByTag(wished) && !this.#used.includes(wished)) return undefined;
    }
    const prefixes = this.#prefixes.get(namespace);
    if (prefixes === undefined) return undefined;
    for (let index = prefixes.length - 1; index >= 0; index--) {
      const prefix = prefixes[index] ?? "";
      if (this.#namespaces.get(prefix) === namespace && (prefix !== "" || allowDefault)) return prefix;
    }
    return undefined;
  }

  /** Chooses a prefix to declare: the wished one, the preferred one, or one that nothing in scope uses. */
  choose(namespace: string, wished: string | undefined, allowDefault: boolean): string {
    for (const prefix of [wished, this.#preferred.get(namespace)]) {
      if (prefix === undefined || (prefix === "" && !allowDefault)) continue;
      if (!this.#isDeclaredByTag(prefix) && !this.#used.includes(prefix)) return prefix;
    }
    let made: string;
    do {
      this.#made++;
      made = `ns${this.#made}`;
    } while (this.#namespaces.has(made));
    return made;
  }
}
