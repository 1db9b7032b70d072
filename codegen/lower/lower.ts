/**
 * Components -> plan: where the words of XML Schema become those of TypeScript.
 */
import type { Schema } from "../schema/components.js";
import { ComplexTypes } from "./complex-types.js";
import { byPlace, Declarations, isBuiltIn, type OpenDeclaration, type OpenModule } from "./declarations.js";
import { compareText } from "./derivations.js";
import { lowerAttributes, lowerElements, lowerHeads, lowerHierarchies } from "./elements.js";
import type { Plan, Registry, RegistryEntry } from "./plan.js";
import { lowerSimpleType } from "./simple-types.js";

export interface LowerOptions {
  /** The namespace whose module is flat in the index; the first one in order where it has none. */
  readonly mainNamespace: string | undefined;
  /** Names of an earlier run by key; they hold. */
  readonly names: ReadonlyMap<string, string>;
}

/** Lowers a schema. The same components give the same plan, in whatever order they come. */
export function lower(schema: Schema, options: LowerOptions): Plan {
  const declarations = new Declarations(schema, options.names);
  const complexTypes = new ComplexTypes(declarations);
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
    modules: arrangeModules(declarations, options.mainNamespace),
    registry: registryOf(declarations),
    services: undefined,
    names: declarations.names.given,
    renamed: declarations.names.renamed,
  };
}

function arrangeModules(declarations: Declarations, mainNamespace: string | undefined): readonly OpenModule[] {
  const modules = [...declarations.modules.values()].filter((module) => module.declarations.length > 0);
  for (const module of modules) module.declarations.sort(byPlaceAndRank);
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
