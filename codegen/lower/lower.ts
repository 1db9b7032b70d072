/**
 * Components -> plan: where the words of XML Schema become those of TypeScript.
 */

import type { NamespaceDeclaration } from "../../src/xml/names.js";
import type { ComplexTypeDefinition, Schema } from "../schema/components.js";
import { type Declarations, declareComponents } from "./names/declarations.js";
import { Modules, type OpenDeclaration } from "./names/modules.js";
import { NameRules, type Naming } from "./names/naming.js";
import { compareText, orderByPlace } from "./names/order.js";
import type { Declaration, Plan, Registry, RegistryEntry } from "./plan.js";
import { choosePrefixes, prefixesDeclaration } from "./prefixes.js";
import type { PlannedTypes } from "./services/implied-declarations.js";
import { bodyNamespaces, type ContractServices, lowerServices } from "./services/lower-services.js";
import { ComplexTypes } from "./types/complex-types.js";
import { lowerAttributes, lowerElements, lowerHeads, lowerHierarchies } from "./types/elements.js";
import { type Mapping, Mappings } from "./types/mapping.js";
import { lowerSimpleType } from "./types/simple-types.js";
import { TypeUses } from "./types/type-uses.js";

export interface LowerOptions {
  /** A document's path, by which declarations are ordered; the URI itself if left out. */
  readonly pathOf?: (uri: string) => string;
  /** Namespaces by preference: the first one that has a module is flat in the index. */
  readonly mainNamespaces?: readonly string[];
  /** The prefixes that the contract's documents bind, from which documents get theirs. */
  readonly bindings?: readonly NamespaceDeclaration[];
  /** Names of an earlier run by key; they are kept. */
  readonly names?: ReadonlyMap<string, string>;
  /** Names other than those that the rules give. */
  readonly naming?: Naming | undefined;
  /** Types whose content model is ambiguous and is read first come, first served. */
  readonly isAmbiguous?: (type: ComplexTypeDefinition) => boolean;
  /** TypeScript types other than the usual ones. */
  readonly mapping?: Mapping | undefined;
  /** Undefined for schemas alone. */
  readonly services?: ContractServices | undefined;
}

/** Lowers a schema. The same components give the same plan in any order. */
export function lower(schema: Schema, options: LowerOptions): Plan {
  const modules = new Modules(
    options.names ?? new Map(),
    orderByPlace(options.pathOf ?? ((uri) => uri)),
    new NameRules(options.naming ?? {}),
  );
  const declarations = declareComponents(schema, typesOfMessages(options.services), modules);
  const mappings = new Mappings(options.mapping ?? {});
  const uses = new TypeUses(declarations, mappings);
  const complexTypes = new ComplexTypes(uses, options.isAmbiguous ?? (() => false));
  const prefixes = lowerPrefixes(schema, modules, options);
  lowerElements(uses, complexTypes, prefixes);
  lowerAttributes(uses);
  lowerHeads(uses, complexTypes);
  lowerHierarchies(uses);
  // Lowering a type may declare anonymous types, which come later in this loop.
  for (const [type] of declarations.types.all()) {
    if (type.kind === "simpleType") lowerSimpleType(type, uses);
    else complexTypes.lower(type);
  }
  const services =
    options.services && lowerServices(options.services, { ...plannedTypes(uses, complexTypes), prefixes, rules: modules.rules });
  return {
    modules: modules.arranged(options.mainNamespaces ?? []),
    registry: registryOf(schema, declarations),
    prefixes,
    converters: mappings.convertersModule,
    services,
    names: modules.names,
    renamed: modules.renamed,
    namingFaults: modules.rules.faults,
  };
}

/** The constant of the contract's prefixes; undefined where its documents bind none for their namespaces. */
function lowerPrefixes(schema: Schema, modules: Modules, options: LowerOptions): Declaration | undefined {
  const { mainNamespaces = [], services, bindings = [] } = options;
  const own = new Set([...modules.namespaces, ...(services === undefined ? [] : bodyNamespaces(services))]);
  const main = mainNamespaces.filter((namespace) => own.has(namespace));
  const prefixes = choosePrefixes([...new Set([...main, ...[...own].sort(compareText)])], bindings, schema);
  return prefixes.size === 0 ? undefined : prefixesDeclaration(prefixes);
}

/** The types that parts of messages have themselves, without an element. */
function typesOfMessages(services: ContractServices | undefined): ReadonlySet<string> {
  const messages = (services?.operations ?? []).flatMap(({ operation: { input, output, faults } }) => [input, output, ...faults]);
  return new Set(messages.flatMap((message) => message?.message.parts.map((part) => part.type?.clark ?? "") ?? []));
}

/** Elements and types as the messages of services refer to them. */
function plannedTypes(uses: TypeUses, complexTypes: ComplexTypes): Pick<PlannedTypes, "element" | "type"> {
  return {
    element(element) {
      const codec = uses.declarations.elements.get(element);
      return codec && { codec, shape: complexTypes.memberMaker(codec).elementShape(element) };
    },
    type: (type) => uses.declaredType(type),
  };
}

function registryOf(schema: Schema, { elements, types, attributes }: Declarations): Registry {
  return {
    elements: entries([...elements].map(([element, declaration]) => [element.name.clark, declaration])),
    types: entries([...schema.ownTypes].map(([clark, type]) => [clark, types.of(type)])),
    attributes: entries([...attributes].map(([attribute, declaration]) => [attribute.name.clark, declaration])),
  };
}

function entries(pairs: readonly (readonly [string, OpenDeclaration])[]): readonly RegistryEntry[] {
  return pairs.map(([clark, declaration]) => ({ clark, declaration })).sort((left, right) => compareText(left.clark, right.clark));
}
