/**
 * Components -> plan: where the words of XML Schema become those of TypeScript.
 */

import type { ComplexTypeDefinition, Schema } from "../schema/components.js";
import { isBuiltInType } from "../schema/queries.js";
import { Declarations, type OpenDeclaration, type OpenModule } from "./names/declarations.js";
import { byPlace, compareText } from "./names/order.js";
import type { Plan, Registry, RegistryEntry } from "./plan.js";
import type { PlannedTypes } from "./services/implied-declarations.js";
import { type ContractServices, lowerServices } from "./services/lower-services.js";
import { ComplexTypes } from "./types/complex-types.js";
import { lowerAttributes, lowerElements, lowerHeads, lowerHierarchies } from "./types/elements.js";
import { type Mapping, Mappings } from "./types/mapping.js";
import { lowerSimpleType } from "./types/simple-types.js";
import { declaredTypeUse } from "./types/uses.js";

export interface LowerOptions {
  /** Namespaces by preference: the first one that has a module is flat in the index. */
  readonly mainNamespaces: readonly string[];
  /** Names of an earlier run by key; they hold. */
  readonly names: ReadonlyMap<string, string>;
  /** Types whose content model is ambiguous and is read first come, first served. */
  readonly isAmbiguous?: (type: ComplexTypeDefinition) => boolean;
  /** TypeScript types other than the usual ones. */
  readonly mapping?: Mapping | undefined;
  /** Undefined for schemas alone. */
  readonly services?: ContractServices | undefined;
}

/** Lowers a schema. The same components give the same plan, in whatever order they come. */
export function lower(schema: Schema, options: LowerOptions): Plan {
  const declarations = new Declarations(schema, options.names, typesOfMessages(options.services), new Mappings(options.mapping ?? {}));
  const complexTypes = new ComplexTypes(declarations, options.isAmbiguous ?? (() => false));
  lowerElements(declarations, complexTypes);
  lowerAttributes(declarations);
  lowerHeads(declarations, complexTypes);
  lowerHierarchies(declarations);
  // The list grows while anonymous types are met.
  for (const task of declarations.tasks) {
    if (task.kind === "simpleType") lowerSimpleType(task.type, declarations);
    else complexTypes.lower(task.type);
  }
  return {
    modules: arrangeModules(declarations, options.mainNamespaces),
    registry: registryOf(declarations),
    services: options.services && lowerServices(options.services, plannedTypes(declarations, complexTypes)),
    names: declarations.names.given,
    renamed: declarations.names.renamed,
  };
}

/** The types that parts of messages have themselves, without an element. */
function typesOfMessages(services: ContractServices | undefined): ReadonlySet<string> {
  const messages = (services?.operations ?? []).flatMap(({ operation: { input, output, faults } }) => [input, output, ...faults]);
  return new Set(messages.flatMap((message) => message?.message.parts.map((part) => part.type?.clark ?? "") ?? []));
}

/** Elements and types as the messages of services refer to them. */
function plannedTypes(declarations: Declarations, complexTypes: ComplexTypes): PlannedTypes {
  return {
    element(element) {
      const codec = declarations.elements.get(element);
      return codec && { codec, shape: complexTypes.memberMaker(codec).elementShape(element) };
    },
    type: (type) => declaredTypeUse(type, declarations),
  };
}

function arrangeModules(declarations: Declarations, mainNamespaces: readonly string[]): readonly OpenModule[] {
  const modules = [...declarations.modules.values()].filter((module) => module.declarations.length > 0);
  for (const module of modules) module.declarations.sort(byPlaceAndRank);
  const found = mainNamespaces.find((namespace) => modules.some((module) => module.targetNamespace === namespace));
  const mainNamespace = declarations.names.keep("main namespace", found);
  const isMain = (module: OpenModule) => module.targetNamespace === mainNamespace;
  return modules.sort(
    (left, right) => Number(isMain(right)) - Number(isMain(left)) || compareText(left.targetNamespace, right.targetNamespace),
  );
}

function byPlaceAndRank(left: OpenDeclaration, right: OpenDeclaration): number {
  return byPlace(left, right) || left.rank - right.rank || compareText(left.exportName, right.exportName);
}

function registryOf(declarations: Declarations): Registry {
  const { schema } = declarations;
  const types = [...schema.types].filter(([, type]) => !isBuiltInType(type));
  return {
    elements: entries([...declarations.elements].map(([element, declaration]) => [element.name.clark, declaration])),
    types: entries(types.map(([clark, type]) => [clark, declarations.type(type)])),
    attributes: entries([...declarations.attributes].map(([attribute, declaration]) => [attribute.name.clark, declaration])),
  };
}

function entries(pairs: readonly (readonly [string, OpenDeclaration])[]): readonly RegistryEntry[] {
  return pairs.map(([clark, declaration]) => ({ clark, declaration })).sort((left, right) => compareText(left.clark, right.clark));
}
