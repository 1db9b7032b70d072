/**
 * Parses the paths of identity constraints. XSD 1.0 Part 1 §3.11.6 (Selector and Field XPath subsets)
 *
 * ".//a:line/item | ." is two paths: any descendant chain line/item, and the element itself. A field may end in "@name".
 */
import { internName, type Name, type NamespaceLookup } from "../../xml/names.js";

/** What a step matches: a name, any name in a namespace, or any name. */
export type NameTest =
  | { readonly kind: "name"; readonly name: Name }
  | { readonly kind: "namespace"; readonly namespace: string }
  | { readonly kind: "any" };

/** One alternative of a selector or field. */
export interface Path {
  /** The path begins with ".//", so the first step can be at any depth. */
  readonly descendant: boolean;
  readonly steps: readonly NameTest[];
  /** The attribute at the end of a field's path. */
  readonly attribute: NameTest | undefined;
}

/** The paths, or an error message. */
export type PathResult = { readonly paths: readonly Path[] } | { readonly error: string };

/** Parses the path of a selector. */
export function parseSelector(text: string, namespaces: NamespaceLookup, intern = internName): PathResult {
  return new PathParser(text, namespaces, false, intern).parse();
}

/** Parses the path of a field, which can end in an attribute. */
export function parseField(text: string, namespaces: NamespaceLookup, intern = internName): PathResult {
  return new PathParser(text, namespaces, true, intern).parse();
}

/** Tests if a name matches. */
export function passes(test: NameTest, name: Name): boolean {
  if (test.kind === "name") return test.name === name;
  return test.kind === "any" || test.namespace === name.namespace;
}

/** White space is allowed between all tokens; "." and "//" are separate tokens. */
const token = /[ \t\r\n]*(\.[ \t\r\n]*\/\/|\.\.|::|[./|@*:]|[\p{L}_\p{Nl}][\p{L}\p{Nl}\p{N}\p{M}._\-\u00B7\u0387]*)|[ \t\r\n]+$/uy;
const isName = /^[\p{L}_\p{Nl}]/u;

class PathError extends Error {}

class PathParser {
  readonly #tokens: string[] = [];
  /** For each token, whether white space precedes it, which is not allowed within a QName. */
  readonly #spaced: boolean[] = [];
  readonly #namespaces: NamespaceLookup;
  readonly #field: boolean;
  readonly #text: string;
  readonly #intern: typeof internName;
  #at = 0;

  constructor(text: string, namespaces: NamespaceLookup, field: boolean, intern: typeof internName) {
    this.#intern = intern;
    this.#text = text;
    this.#namespaces = namespaces;
    this.#field = field;
  }

  parse(): PathResult {
    try {
      this.#scan();
      const paths = [this.#path()];
      while (this.#take("|")) paths.push(this.#path());
      if (this.#at < this.#tokens.length) this.#fail();
      return { paths };
    } catch (error) {
      if (error instanceof PathError) return { error: error.message };
      throw error;
    }
  }

  #scan(): void {
    token.lastIndex = 0;
    while (token.lastIndex < this.#text.length) {
      const from = token.lastIndex;
      const match = token.exec(this.#text);
      if (match === null) throw new PathError(`"${this.#text}" is not a path of the allowed subset`);
      if (match[1] === undefined) return;
      this.#tokens.push(match[1].startsWith(".") ? match[1].replace(/[ \t\r\n]+/, "") : match[1]);
      this.#spaced.push(token.lastIndex - from > match[1].length);
    }
  }

  #path(): Path {
    const descendant = this.#take(".//");
    const steps: NameTest[] = [];
    for (;;) {
      const attribute = this.#attribute();
      if (attribute !== undefined) return { descendant, steps, attribute };
      if (!this.#take(".")) steps.push(this.#childStep());
      if (!this.#take("/")) return { descendant, steps, attribute: undefined };
    }
  }

  #attribute(): NameTest | undefined {
    const axis = this.#tokens[this.#at] === "attribute" && this.#tokens[this.#at + 1] === "::";
    if (!this.#field || !(axis || this.#tokens[this.#at] === "@")) return undefined;
    this.#at += axis ? 2 : 1;
    return this.#nameTest();
  }

  #childStep(): NameTest {
    if (this.#tokens[this.#at] === "child" && this.#tokens[this.#at + 1] === "::") this.#at += 2;
    return this.#nameTest();
  }

  #nameTest(): NameTest {
    if (this.#take("*")) return { kind: "any" };
    const first = this.#name();
    if (this.#tokens[this.#at] !== ":") return { kind: "name", name: this.#intern("", first) };
    if (this.#spaced[this.#at] || this.#spaced[this.#at + 1]) this.#fail();
    this.#at++;
    const namespace = this.#namespaces.lookupNamespace(first);
    if (namespace === undefined) throw new PathError(`prefix "${first}" of path "${this.#text}" is not bound`);
    if (this.#take("*")) return { kind: "namespace", namespace };
    return { kind: "name", name: this.#intern(namespace, this.#name()) };
  }

  #name(): string {
    const name = this.#tokens[this.#at];
    if (name === undefined || !isName.test(name)) this.#fail();
    this.#at++;
    return name;
  }

  #take(symbol: string): boolean {
    if (this.#tokens[this.#at] !== symbol) return false;
    this.#at++;
    return true;
  }

  #fail(): never {
    throw new PathError(`"${this.#text}" is not a path of the allowed subset`);
  }
}
