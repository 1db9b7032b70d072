/**
 * The rows that a table of `T` must have, as a type. Users' compilers do not check tables, because it costs them time; our tests do.
 *
 * A row is wrong when its codec reads another type than the property has, when required, repeated or nil are not the property's, when it is
 * missing or when it is one too many.
 */
import type { element, GroupTable } from "soapwright/runtime-v2";

type ElementOptions = NonNullable<Parameters<typeof element>[3]>;

/** A codec of exactly this type. */
type Exactly<Value> = () => { readonly "~type"?: (value: Value) => Value };
/** A codec that takes this type among others: of a fixed value. */
type AtLeast<Value> = () => { readonly "~type"?: (value: Value) => unknown };

type KeysOf<Union> = Union extends unknown ? keyof Union : never;
type IsNil<Value> = null extends Value ? true : Extract<Value, { readonly $nil: true }> extends never ? false : true;
type WithoutNil<Value> = Value extends null | { readonly $nil: true } ? never : Value;
type Nil<Value> = IsNil<Value> extends true ? "nil" : "";

/** What the branches of a type say of a property, those that forbid it left out. */
type PropertyOf<Type, Key extends PropertyKey> = Type extends unknown
  ? Key extends keyof Type
    ? [Exclude<Type[Key], undefined>] extends [never]
      ? never
      : {
          readonly value: Exclude<Type[Key], undefined>;
          readonly optional: Record<never, never> extends Pick<Type, Key> ? true : false;
        }
    : never
  : never;

type Once<Optional> = Optional extends true ? "?" | `|${"" | "?"}` : "";
type Repeated<Optional> =
  `${"" | "|"}${Optional extends true ? "*" | `{0,${number}}` | "+" | `{${number},${string}}` : "*" | "+" | `{${number},${string}}`}`;

/** Options, or sets of elements and attributes. */
type Rest = ElementOptions | (() => readonly unknown[]) | { readonly model?: string };

type ElementRow<Value, Optional, Occurrence extends string> =
  | readonly [string, Exactly<WithoutNil<Value>>, `${Occurrence}${Nil<Value>}`, Rest?]
  | (Optional extends true ? never : `${Occurrence}${Nil<Value>}` extends "" ? readonly [string, Exactly<Value>] : never)
  | ("" extends `${Occurrence}${Nil<Value>}` ? readonly [string, Exactly<Value>] : never)
  | readonly [string, AtLeast<WithoutNil<Value>>, `${Occurrence}${Nil<Value>}`, { readonly fixed: string }]
  | readonly ["&", Exactly<Value>, Occurrence?];

type MemberRow<Value> =
  | (IsNil<Value> extends true ? never : Exactly<Value>)
  | readonly [string, Exactly<WithoutNil<Value>>, Nil<Value>, Rest?]
  | (IsNil<Value> extends true ? never : readonly [string, Exactly<Value>])
  | readonly [string, AtLeast<WithoutNil<Value>>, Nil<Value>, { readonly fixed: string }]
  | readonly ["&", Exactly<Value>];

type Members<Items> = {
  readonly [One in Extract<Items, { readonly name: string; readonly value: unknown }> as One["name"]]: MemberRow<One["value"]>;
};

type ArrayRow<Item, Optional> =
  | ElementRow<Item, Optional, Repeated<Optional>>
  | readonly ["|", Members<Item>, Repeated<Optional>, Rest?]
  | readonly ["mixed", Members<Item>, "*", Rest?]
  | readonly ["()", () => GroupTable<Item>, Repeated<Optional>];

type Row<Property> = Property extends { readonly value: infer Value; readonly optional: infer Optional }
  ? ElementRow<Value, Optional, Once<Optional>> | (WithoutNil<Value> extends readonly (infer Item)[] ? ArrayRow<Item, Optional> : never)
  : never;

/** The rows of a table, but for the properties that a base has. */
export type CheckedRows<Type, Inherited extends PropertyKey = never> = {
  readonly [Key in Exclude<KeysOf<Type>, Inherited>]: Row<PropertyOf<Type, Key>>;
};

/** The properties of a base type, whatever its branches. */
export type InheritedFrom<Base> = KeysOf<Base>;
