/**
 * Components -> plan: where the words of XML Schema become those of TypeScript.
 */
import type { Report } from "../diagnostics.js";
import type { ComplexTypeDefinition, Schema } from "../schema/components.js";
import type { Definitions } from "../wsdl/components.js";
import { byPlace, Declarations, isBuiltIn, type OpenDeclaration, type OpenModule } from "./names/declarations.js";
import type { Plan, Registry, RegistryEntry } from "./plan.js";
import { lowerServices, type PlannedTypes } from "./services/lower-services.js";
import { ComplexTypes } from "./types/complex-types.js";
import { compareText } from "./types/derivations.js";
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
  /** What WSDL documents define; undefined for schemas alone. */
  readonly definitions?: Definitions | undefined;
  /** Told of services that cannot be lowered. */
  readonly report?: Report;
}

/** Lowers a schema. The same components give the same plan, in whatever order they come. */
export function lower(schema: Schema, options: LowerOptions): Plan {
  const declarations = new Declarations(schema, options.names, typesOfMessages(options.definitions), new Mappings(options.mapping ?? {}));
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
  const { definitions, report = () => undefined } = options;
  return {
    modules: arrangeModules(declarations, options.mainNamespaces),
    registry: registryOf(declarations),
    services: definitions && lowerServices(definitions, plannedTypes(declarations, complexTypes), report),
    names: declarations.names.given,
    renamed: declarations.names.renamed,
  };
}

/** The types that parts of messages have themselves, without an element. */
function typesOfMessages(definitions: Definitions | undefined): ReadonlySet<string> {
  const operations = (definitions?.portTypes ?? []).flatMap((portType) => portType.operations);
  const messages = operations.flatMap(({ input, output, faults }) => [input, output, ...faults]);
  return new Set(messages.flatMap((message) => message?.message.parts.map((part) => part.type?.clark ?? "") ?? []));
}

/** Elements and types as the messages of services refer to them. */
function plannedTypes(declarations: Declarations, complexTypes: ComplexTypes): PlannedTypes {
  const { elements, types } = declarations.schema;
  return {
    element(clark) {
      const element = elements.get(clark);
      const codec = element && declarations.elements.get(element);
      return element && codec && { codec, shape: complexTypes.memberMaker(codec).elementShape(element) };
    },
    type(clark) {
      const type = types.get(clark);
      return type && declaredTypeUse(type, declarations);
    },
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
  const types = [...schema.types].filter(([, type]) => !isBuiltIn(type));
  return {
    elements: entries([...declarations.elements].map(([element, declaration]) => [element.name.clark, declaration])),
    types: entries(types.map(([clark, type]) => [clark, declarations.type(type)])),
    attributes: entries([...declarations.attributes].map(([attribute, declaration]) => [attribute.name.clark, declaration])),
  };
}

function entries(pairs: readonly (readonly [string, OpenDeclaration])[]): readonly RegistryEntry[] {
  return pairs.map(([clark, declaration]) => ({ clark, declaration })).sort((left, right) => compareText(left.clark, right.clark));
}
