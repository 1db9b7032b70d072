/**
 * What navigation and search know: name, address, namespace and first words of everything with a page, as a script that all pages share.
 */
import { documentationOf } from "../../schema/documentation.js";
import type { Addresses, PageSubject } from "./addresses.js";
import { firstSentence } from "./sentences.js";

/** A heading of the navigation, and what one thing below it is called. */
export interface NameKind {
  readonly many: string;
  readonly one: string;
}

/** Something with an address: its name, the number of its kind, the address, the number of its group, its first words. */
export type NameEntry = readonly [name: string, kind: number, path: string, group: number, text: string];

const kinds: readonly NameKind[] = [
  { many: "Operations", one: "operation" },
  { many: "Elements", one: "element" },
  { many: "Types", one: "type" },
];

/** The script that holds what there is in a site. */
export function namesScript(data: {
  readonly kinds: readonly NameKind[];
  readonly groups: readonly string[];
  readonly names: readonly NameEntry[];
}): string {
  return `globalThis.siteNames = ${JSON.stringify(data)};\n`;
}

/** The text of `names.js`. */
export function namesData(addresses: Addresses): string {
  const groups: string[] = [];
  const numberOf = (group: string): number => {
    const known = groups.indexOf(group);
    return known < 0 ? groups.push(group) - 1 : known;
  };
  const names = [...addresses.entries()].map(([subject, path]): NameEntry => {
    const { kind, name, group, text } = describe(subject);
    return [name, kind, path, numberOf(group), text === undefined ? "" : firstSentence(text)];
  });
  return namesScript({ kinds, groups, names });
}

/** The group is the namespace; of an operation, the port type. */
function describe(subject: PageSubject): {
  readonly kind: number;
  readonly name: string;
  readonly group: string;
  readonly text: string | undefined;
} {
  if ("portType" in subject) {
    return { kind: 0, name: subject.operation.name, group: subject.portType.name.local, text: subject.operation.documentation };
  }
  const { name, annotation } = subject;
  return {
    kind: subject.kind === "element" ? 1 : 2,
    name: name?.local ?? "",
    group: name?.namespace ?? "",
    text: documentationOf(annotation),
  };
}
