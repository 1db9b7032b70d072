/**
 * Namespaces -> the prefixes that documents are written with: those that the contract's own documents bind.
 *
 * A namespace that documents bind to several prefixes gets the one that most of them agree on. Names that say nothing ("tns", "ns1") come last.
 */
import { isNCName } from "../../src/xml/name-characters.js";
import { type NamespaceDeclaration, xmlNamespace, xsdNamespace } from "../../src/xml/names.js";
import type { Schema } from "../schema/components.js";
import { prefixesName } from "./names/module-names.js";
import { compareText } from "./names/order.js";
import type { Declaration } from "./plan.js";
import { holdsNames, valueType } from "./types/element-options.js";
import { object, runtimeType } from "./types/shapes.js";

/** Chooses a prefix for each namespace that the contract has a name for; the first namespaces choose first. */
export function choosePrefixes(
  namespaces: readonly string[],
  bindings: readonly NamespaceDeclaration[],
  schema: Schema,
): ReadonlyMap<string, string> {
  const counts = countBindings(bindings);
  const chosen = new Map<string, string>();
  const taken = new Set<string>();
  let allowsDefault: boolean | undefined;
  for (const namespace of namespaces) {
    if (namespace === "" || namespace === xmlNamespace || namespace === xsdNamespace) continue;
    const candidates = [...(counts.get(namespace) ?? [])].filter(([prefix]) => isUsable(prefix)).sort(byMerit);
    const wanted = candidates.map(([prefix]) => prefix);
    const wantsDefault = wanted.length === 0 && counts.get(namespace)?.has("") === true;
    if (wantsDefault) allowsDefault ??= canHaveDefault(schema);
    const isDefault = wantsDefault && allowsDefault === true;
    const prefix = isDefault ? "" : firstFree(wanted, taken);
    if (prefix === undefined) continue;
    if (isDefault) allowsDefault = false;
    taken.add(prefix);
    chosen.set(namespace, prefix);
  }
  return chosen;
}

/** The file of the prefixes: in a module of its own that imports nothing, so that every other one can. */
export function prefixesDeclaration(prefixes: ReadonlyMap<string, string>): Declaration {
  const declarations: Declaration[] = [];
  const sorted = [...prefixes].sort(([left], [right]) => compareText(left, right));
  const declaration: Declaration = {
    kind: "declaration",
    module: { fileName: prefixesName, exportName: prefixesName, targetNamespace: "", declarations },
    exportName: prefixesName,
    documentation: { text: "Prefixes of the contract by namespace, for documents that are written.", at: undefined, remark: undefined },
    type: undefined,
    table: { annotation: runtimeType("Prefixes"), value: object(sorted), comment: undefined },
  };
  declarations.push(declaration);
  return declaration;
}

/** How often each namespace is bound to each prefix. */
function countBindings(bindings: readonly NamespaceDeclaration[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const { prefix, namespace } of bindings) {
    const ofNamespace = counts.get(namespace) ?? new Map<string, number>();
    counts.set(namespace, ofNamespace.set(prefix, (ofNamespace.get(prefix) ?? 0) + 1));
  }
  return counts;
}

/** Prefixes that begin with "xml" are reserved. Namespaces in XML 1.0 §3 */
function isUsable(prefix: string): boolean {
  return isNCName(prefix) && !/^xml/i.test(prefix);
}

function byMerit([left, leftCount]: readonly [string, number], [right, rightCount]: readonly [string, number]): number {
  return meaning(left) - meaning(right) || rightCount - leftCount || compareText(left, right);
}

/** 0: the name says something; 1: it says "the one that I define"; 2: a number. */
function meaning(prefix: string): number {
  if (/^(ns|n|q)\d*$/i.test(prefix)) return 2;
  return /^(tns|this|target|targetNamespace)\d*$/i.test(prefix) ? 1 : 0;
}

/** The best prefix that is free, else the best one with a number. */
function firstFree(wanted: readonly string[], taken: ReadonlySet<string>): string | undefined {
  const [best] = wanted;
  const free = wanted.find((prefix) => !taken.has(prefix));
  if (best === undefined || free !== undefined) return free;
  for (let number = 2; ; number++) if (!taken.has(`${best}${number}`)) return `${best}${number}`;
}

/** Tests if a default namespace hides nothing: no element, type or QName in no namespace can occur below it. */
function canHaveDefault({ elementDeclarations, attributeDeclarations, ownTypes, simpleTypes }: Schema): boolean {
  const valueTypes = [...elementDeclarations, ...attributeDeclarations].map(({ type }) => valueType(type));
  return (
    valueTypes.every((type) => type === undefined || !holdsNames(type.datatype)) &&
    elementDeclarations.every(({ name }) => name.namespace !== "") &&
    [...ownTypes.values()].every(({ targetNamespace }) => targetNamespace !== "") &&
    simpleTypes.every(({ datatype }) => !holdsNames(datatype))
  );
}
