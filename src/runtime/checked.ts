/**
 * The functions of tables with row types that let the compiler compare a table with its interface.
 *
 * For tests of generated code: the same functions with narrower parameters. Users' compilers need not pay for the comparison.
 */
import type { Codec, ComplexType } from "./codec.js";
import type { Item } from "./shapes.js";
import type { AttributeOptions, ComplexTypeOptions, ElementOptions, GroupTable } from "./table.js";
import { complexType, extension, group } from "./table-functions.js";

/** A reference to a codec of exactly this type. */
type Ref<Value> = () => { readonly "~type"?: (value: Value) => Value };

/** What the row says beside the type: `null` and `$nil` come from nillable. */
type Plain<Value> = Exclude<Value, null | { readonly $nil: true } | undefined>;
type Nillable<Value> = null extends Value ? true : [Extract<Value, { readonly $nil: true }>] extends [never] ? false : true;
type Suffix<Value> = Nillable<Value> extends true ? "nil" : "";

type ManyOptional<Value> = `${"*" | "+" | "|*" | "|+" | `${"" | "|"}{${number},${number | ""}}`}${Suffix<Value>}`;
type ManyRequired<Value> = `${"+" | `{${number},${number | ""}}`}${Suffix<Value>}`;
type Once<Value> =
  Nillable<Value> extends true
    ? readonly [occurrence: "nil" | "{1,1}nil", options?: ElementOptions]
    : readonly [occurrence?: "", options?: ElementOptions];
type OnceOptional<Value> = readonly [occurrence: `${"?" | "|" | ""}${Suffix<Value>}`, options?: ElementOptions];

type SingleRow<Value, Optional extends boolean> = readonly [
  xmlName: string,
  codec: Ref<Plain<Value>>,
  ...(Optional extends true ? OnceOptional<Value> | Once<Value> : Once<Value>),
];
type ArrayRow<Value, Optional extends boolean> = readonly [
  xmlName: string,
  codec: Ref<Plain<Value>>,
  occurrence: Optional extends true ? ManyOptional<Value> : ManyRequired<Value>,
  options?: unknown,
];
type AttributeRow<Value, Optional extends boolean> = Optional extends true
  ? readonly [xmlName: `@${string}`, codec: Ref<Value>, occurrence: "?", options?: AttributeOptions | (() => unknown)]
  : readonly [xmlName: `@${string}`, codec: Ref<Value>, occurrence?: "", options?: AttributeOptions];
type TextRow<Value> = readonly [xmlName: "#text", codec: Ref<Value>];
type GroupsRow<Value> = readonly [kind: "()", group: () => { readonly "~type"?: (value: Value) => Value }, occurrence: string];

type MemberOf<Value> = Ref<Value> | readonly [xmlName: string, codec: Ref<Value> | Ref<Item<Record<string, Value>>>, ...unknown[]];
type MembersOf<Items> = {
  readonly [Name in Items extends { readonly name: infer N extends string } ? N : never]: MemberOf<
    Extract<Items, { readonly name: Name }> extends { readonly value: infer Value } ? Value : never
  >;
};
type ListRow<Items> = readonly [
  kind: "|" | "mixed",
  members: MembersOf<Exclude<Items, string>>,
  occurrence: string,
  options?: { readonly model?: string },
];

type KeysOf<Union> = Union extends unknown ? keyof Union : never;
type ValueOf<Union, Key extends PropertyKey> = Union extends unknown
  ? Key extends keyof Union
    ? Exclude<Union[Key], undefined>
    : never
  : never;
/** Some branch can be without the property. */
type IsOptional<Union, Key extends PropertyKey> = Union extends unknown
  ? Key extends keyof Union
    ? undefined extends Union[Key]
      ? [Exclude<Union[Key], undefined>] extends [never]
        ? never
        : object extends Pick<Union, Key>
          ? true
          : false
      : object extends Pick<Union, Key>
        ? true
        : false
    : never
  : never;
type Optional<Union, Key extends PropertyKey> = true extends IsOptional<Union, Key> ? true : false;

type RowOf<Value, Opt extends boolean> =
  | SingleRow<Value, Opt>
  | AttributeRow<Value, Opt>
  | TextRow<Value>
  | ([Plain<Value>] extends [readonly (infer Member)[]] ? ArrayRow<Member, Opt> | GroupsRow<Member> | ListRow<Member> : never);

/** The rows that a table of `Type` must have. */
export type RowsOf<Type> = {
  readonly [Key in KeysOf<Type> & string]: RowOf<ValueOf<Type, Key>, Optional<Type, Key>>;
};

// The compiler cannot see through a type parameter that the wide row type takes every row that RowsOf allows: hence `as`.

/** `complexType`, compared with its interface. */
export const checkedComplexType: <T>(name: string, rows: RowsOf<T>, options?: ComplexTypeOptions) => ComplexType<T> = complexType as <T>(
  name: string,
  rows: object,
  options?: ComplexTypeOptions,
) => ComplexType<T>;

/** `extension`, compared with its interface: rows are those that the base has not. */
export const checkedExtension: <T, Base>(
  name: string,
  base: () => Codec<Base>,
  rows: Omit<RowsOf<T>, KeysOf<Base> & string>,
  options?: ComplexTypeOptions,
) => ComplexType<T> = extension as <T, Base>(
  name: string,
  base: () => Codec<Base>,
  rows: object,
  options?: ComplexTypeOptions,
) => ComplexType<T>;

/** `group`, compared with its interface. */
export const checkedGroup: <T>(name: string, rows: RowsOf<T>, options?: ComplexTypeOptions) => GroupTable<T> = group as <T>(
  name: string,
  rows: object,
  options?: ComplexTypeOptions,
) => GroupTable<T>;
