/**
 * The configuration's `naming`: XML names as they are, and names that the user gives.
 */
import { isIdentifier, objectPrototypeNames, propertyIdentifier, reservedWords, typeIdentifier } from "./identifiers.js";
import { reservedFileNames, reservedModuleNames } from "./module-names.js";

/** Own names by path, or a function of the path and the usual name; `undefined` leaves the usual one. */
export type OwnNames = Readonly<Record<string, string>> | ((path: string, usual: string) => string | undefined);

/** Names other than those that the rules give. A path names a thing as names.json does: "{urn:shop}Order", "{urn:shop}Order/Line", "{urn:shop}Order/@id". */
export interface Naming {
  /** Types and properties are called as in the contract, as far as TypeScript can: `ItemID` stays `ItemID`. */
  readonly preserve?: boolean;
  /** Files by target namespace, without ".ts". */
  readonly files?: OwnNames;
  /** What the index calls the files (`export * as shop`), by target namespace. */
  readonly namespaces?: OwnNames;
  /** Types by path. Elements, attributes, port types and bindings have the word before it: "element {urn:shop}Order". */
  readonly types?: OwnNames;
  /** Properties by the path of the element or attribute, and operations: "{urn:shop}Orders/Place". */
  readonly properties?: OwnNames;
}

/** What can have a name of the user's. */
export type NamedKind = "files" | "namespaces" | "types" | "properties";

/** A name of the user's that cannot be had. */
export interface NamingFault {
  readonly id: "naming-clash" | "naming-invalid";
  readonly message: string;
}

/** The rules for names, with the user's own before them. */
export class NameRules {
  readonly faults: NamingFault[] = [];
  readonly #naming: Naming;
  readonly #known = new Map<string, string | undefined>();

  constructor(naming: Naming) {
    this.#naming = naming;
  }

  /** Names given by other rules are not kept in a names file. */
  get style(): string | undefined {
    return this.#naming.preserve === true ? "preserve" : undefined;
  }

  /** The name of a type, regardless of what is taken. */
  typeName(xmlName: string): string {
    return this.#naming.preserve === true && isIdentifier(xmlName) ? xmlName : typeIdentifier(xmlName);
  }

  /** The name of a property, regardless of what is taken. */
  propertyName(xmlName: string): string {
    if (this.#naming.preserve !== true) return propertyIdentifier(xmlName);
    return objectPrototypeNames.has(xmlName) ? propertyIdentifier(xmlName) : xmlName;
  }

  /** The user's name for something; undefined if the user gave no name, or one that cannot be used. */
  own(kind: NamedKind, path: string, usual: string): string | undefined {
    if (this.#naming[kind] === undefined) return undefined;
    const key = `${kind} ${path}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#valid(kind, path, this.#ask(this.#naming[kind], path, usual)));
    return this.#known.get(key);
  }

  /** Those with a name of the user's come first, so that others make way for it. */
  ownFirst<T>(kind: NamedKind, things: readonly T[], naming: (thing: T) => readonly [path: string, usual: string]): readonly T[] {
    if (this.#naming[kind] === undefined) return things;
    const isOwn = (thing: T): boolean => this.own(kind, ...naming(thing)) !== undefined;
    return [...things.filter(isOwn), ...things.filter((thing) => !isOwn(thing))];
  }

  /** Notes that something else has the name already. */
  clash(path: string, name: string, other: string | undefined): void {
    const by = other === undefined ? "taken" : `the name of ${other}`;
    this.faults.push({ id: "naming-clash", message: `"${name}", which naming gives to ${path}, is ${by}` });
  }

  #ask(names: OwnNames | undefined, path: string, usual: string): string | undefined {
    if (typeof names === "function") return names(path, usual);
    return names !== undefined && Object.hasOwn(names, path) ? names[path] : undefined;
  }

  #valid(kind: NamedKind, path: string, name: string | undefined): string | undefined {
    if (name === undefined || isValid(kind, name)) return name;
    this.faults.push({
      id: "naming-invalid",
      message: `${JSON.stringify(name)}, which naming gives to ${path}, is not a name for ${kind}`,
    });
    return undefined;
  }
}

function isValid(kind: NamedKind, name: unknown): boolean {
  if (typeof name !== "string") return false;
  switch (kind) {
    case "files":
      return /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,59}$/u.test(name) && !reservedFileNames.includes(name.toLowerCase());
    case "namespaces":
      return isIdentifier(name) && !reservedWords.has(name) && !reservedModuleNames.includes(name);
    case "types":
      return isIdentifier(name) && !reservedWords.has(name);
    case "properties":
      // Names that begin with "$" are ours.
      return name !== "" && !name.startsWith("$") && !objectPrototypeNames.has(name);
  }
}
