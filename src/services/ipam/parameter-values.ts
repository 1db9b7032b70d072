/**
 * Ways into a decoded parameter object: object identity and paths.
 *
 * An object stands in full once and is meant again by `ref`; a resolver leads from such a reference to the object. A path is written like
 * "filters.dhcpFilter.*.serverRecordId", where "*" stands for every item. [MS-IPAMM2] 2.2.4 (Id, Ref of IpamObject)
 */

/** Gives the object that a reference means; any other value is given back as it is, a dangling reference as undefined. */
export type ObjectResolver = (value: unknown) => unknown;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** Collects the identities below a value; walks without recursion, as the depth of a message is the sender's. */
export function resolverOf(root: unknown): ObjectResolver {
  const objectsById = new Map<string, Fields>();
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (Array.isArray(value)) {
      for (const item of value) waiting.push(item);
    } else if (isFields(value)) {
      if (typeof value.id === "string") objectsById.set(value.id, value);
      for (const child of Object.values(value)) if (typeof child === "object") waiting.push(child);
    }
  }
  return (value) => (isFields(value) && typeof value.ref === "string" ? objectsById.get(value.ref) : value);
}

/** Tests if a value stands for a null reference: absent, null or a nil element. */
function isNull(value: unknown): boolean {
  return value === undefined || value === null || (isFields(value) && value.$nil === true);
}

/**
 * Where a path leads: a value for each way through the arrays on it, undefined where a way ends early (an absent member, a nil one, an array
 * without items, a dangling reference). So each object that a sender left incomplete is still one.
 */
export function membersAt(root: unknown, path: string, resolve: ObjectResolver): readonly unknown[] {
  let values: readonly unknown[] = [root];
  for (const segment of path.split(".")) {
    values = values.flatMap((value) => {
      if (segment === "*") return Array.isArray(value) && value.length > 0 ? value.map(resolve) : [undefined];
      return [isFields(value) && Object.hasOwn(value, segment) ? resolve(value[segment]) : undefined];
    });
    values = values.map((value) => (isNull(value) ? undefined : value));
  }
  return values;
}

/** The values that a path leads to, without those that are not there. */
export function valuesAt(root: unknown, path: string, resolve: ObjectResolver): readonly unknown[] {
  return membersAt(root, path, resolve).filter((value) => value !== undefined);
}

/** The items of an array type's value, which has one member holding them. */
export function itemsOf(value: unknown): readonly unknown[] {
  if (!isFields(value)) return [];
  return Object.values(value).find((member) => Array.isArray(member)) ?? [];
}
