/**
 * TypeScript types for XML Schema constructs without a direct counterpart.
 *
 * Property names that begin with `$` never clash with XML names, which cannot contain it.
 */

/** One of several elements, by name: `{ name: "A"; value: TA } | ...`. Repeated choices, mixed content and substitution groups. */
export type Item<Members> = {
  [Name in keyof Members & string]: { readonly name: Name; readonly value: Members[Name] };
}[keyof Members & string];

/** All of the members or none: a group that occurs at most once. */
export type Maybe<Group> = Group | { readonly [Key in keyof Group]?: never };

type KeysOf<Union> = Union extends unknown ? keyof Union : never;
type Alone<Branch, Keys extends PropertyKey> = Branch extends unknown
  ? Branch & { readonly [Key in Exclude<Keys, keyof Branch>]?: never }
  : never;

/** Exactly one of the branches: the others' properties are absent. A choice that occurs once. */
export type OneOf<Branches extends readonly object[]> = Alone<Branches[number], KeysOf<Branches[number]>>;

/** A nil element that keeps its attributes. XSD 1.0 Part 1 §3.3.4 (cvc-elt.3) */
export type Nil<Attributes = unknown> = { readonly $nil: true } & Attributes;

type Tagged<Type, Name> = Type extends object ? Type & { readonly $type: Name } : Type;
type Untagged<Type, Keys extends PropertyKey> = Type extends object
  ? Type & { readonly $type?: never } & { readonly [Key in Exclude<Keys, KeysOf<Type>>]?: never }
  : Type;

/** A type or one of those derived from it, distinguished by `$type` (xsi:type). Without `Base`, the declared type is abstract. */
export type AnyOf<Types, Base extends keyof Types = never> =
  | { [Name in keyof Types & string]: Tagged<Types[Name], Name> }[keyof Types & string]
  | ([Base] extends [never] ? never : Untagged<Types[Base], KeysOf<Types[keyof Types]>>);

/** Attributes by Clark name. */
export type XmlAttributes = Readonly<Record<string, string>>;

/** The content of an element of any type: attributes, children, and the namespaces in scope by prefix ("" is the default namespace). */
export interface XmlContent {
  readonly attributes: XmlAttributes;
  readonly namespaces: Readonly<Record<string, string>>;
  readonly children: readonly (string | XmlElement)[];
}

/** An element that a wildcard matched. `name` is a Clark name. */
export interface XmlElement extends XmlContent {
  readonly name: string;
}
