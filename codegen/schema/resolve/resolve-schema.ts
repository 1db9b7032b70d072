/**
 * Sources of all documents -> one schema, every name resolved. XSD 1.0 Part 1 §2.2, §3.15
 */
import { xmlNamespace } from "../../../src/xml/names.js";
import type { Report } from "../../diagnostics.js";
import { builtInTypes, xmlAttributeGroups, xmlAttributes, xsiAttributes } from "../built-in-components.js";
import type {
  AttributeDeclaration,
  AttributeGroupDefinition,
  ElementDeclaration,
  ModelGroupDefinition,
  NotationDeclaration,
  Redefinition,
  Schema,
  TypeDefinition,
} from "../components.js";
import type { SchemaSource } from "../sources.js";
import { fillAttributeGroups } from "./fill-attributes.js";
import { cutCircularGroups, fillElementTypes, fillIdentityConstraints } from "./fill-elements.js";
import { fillTypes } from "./fill-types.js";
import { Globals } from "./globals.js";
import { limitContents } from "./limit-contents.js";
import { AttributeLinker } from "./link-attributes.js";
import { ElementLinker } from "./link-elements.js";
import { SimpleTypeLinker } from "./link-simple-types.js";
import { type GlobalEntry, Registry } from "./registry.js";

/** Resolves; mistakes are reported, and the schema is then as sound as can be. */
export function resolveSchema(sources: readonly SchemaSource[], report: Report): Schema {
  const registry = new Registry(sources, (space, name) => space === "type" && builtInTypes.has(name.clark), report);
  const globals = new Globals(registry, report);
  const simpleTypes = new SimpleTypeLinker(globals);
  const attributes = new AttributeLinker(globals, simpleTypes);
  const elements = new ElementLinker(globals, simpleTypes, attributes);
  for (const entry of registry.entries) linkGlobal(entry, globals, { simpleTypes, attributes, elements });
  const groups = [...globals.modelGroups.values()];
  cutCircularGroups(groups, report);
  limitContents(groups, elements.complexTypes, report);
  fillAttributeGroups(attributes.openGroups, report);
  const made = fillTypes(simpleTypes.open, elements.complexTypes, report);
  fillElementTypes(elements.elements, report);
  const identityConstraints = fillIdentityConstraints(elements.identityConstraints, globals);
  const elementDeclarations = elements.elements.map(({ shell }) => shell);
  const maps = globalMaps(globals, sources);
  let types: ReadonlyMap<string, TypeDefinition> | undefined;
  return {
    ...maps,
    get types() {
      types ??= new Map([...builtInTypes, ...maps.ownTypes]);
      return types;
    },
    identityConstraints,
    complexTypes: elements.complexTypes.map(({ shell }) => shell),
    simpleTypes: [...simpleTypes.open.map(({ shell }) => shell), ...made],
    elementDeclarations,
    attributeDeclarations: attributes.declarations,
    redefinitions: registry.entries.flatMap((entry) => redefinitionOf(entry, globals)),
    namespaces: namespacesOf(sources),
  };
}

interface Linkers {
  readonly simpleTypes: SimpleTypeLinker;
  readonly attributes: AttributeLinker;
  readonly elements: ElementLinker;
}

function linkGlobal(entry: GlobalEntry, globals: Globals, linkers: Linkers): void {
  const { source } = entry;
  switch (source.kind) {
    case "simpleType":
      linkers.simpleTypes.linkGlobal(source, shellOf(globals.simpleTypes, source), entry);
      break;
    case "complexType":
      linkers.elements.linkComplexType(source, shellOf(globals.complexTypes, source), entry);
      break;
    case "element":
      linkers.elements.linkElement(source, shellOf(globals.elements, source));
      break;
    case "attribute":
      linkers.attributes.linkDeclaration(source, shellOf(globals.attributes, source));
      break;
    case "attributeGroup":
      linkers.attributes.linkGroup(source, shellOf(globals.attributeGroups, source), entry);
      break;
    case "modelGroupDefinition":
      linkers.elements.linkGroup(source, shellOf(globals.modelGroups, source), entry);
      break;
    case "notation":
      break;
  }
}

function shellOf<K, T>(shells: ReadonlyMap<K, T>, source: K): T {
  const shell = shells.get(source);
  if (shell === undefined) throw new Error("internal: a global component without shell");
  return shell;
}

type GlobalMaps = Pick<Schema, "ownTypes" | "elements" | "attributes" | "attributeGroups" | "modelGroups" | "notations">;

/** The components that names stand for at the end: redefined ones are not among them. */
function globalMaps(globals: Globals, sources: readonly SchemaSource[]): GlobalMaps {
  const importsXml = sources.some(({ document }) => document.references.some(({ namespace }) => namespace === xmlNamespace));
  const ownTypes = new Map<string, TypeDefinition>();
  const elements = new Map<string, ElementDeclaration>();
  const attributes = new Map<string, AttributeDeclaration>(importsXml ? [...xsiAttributes, ...xmlAttributes] : xsiAttributes);
  const attributeGroups = new Map<string, AttributeGroupDefinition>(importsXml ? xmlAttributeGroups : []);
  const modelGroups = new Map<string, ModelGroupDefinition>();
  const notations = new Map<string, NotationDeclaration>();
  const replaced = new Set(globals.registry.entries.map(({ original }) => original));
  for (const entry of globals.registry.entries) {
    if (replaced.has(entry)) continue;
    const { source } = entry;
    const { clark } = source.name;
    if (source.kind === "simpleType") ownTypes.set(clark, shellOf(globals.simpleTypes, source));
    else if (source.kind === "complexType") ownTypes.set(clark, shellOf(globals.complexTypes, source));
    else if (source.kind === "element") elements.set(clark, shellOf(globals.elements, source));
    else if (source.kind === "attribute") attributes.set(clark, shellOf(globals.attributes, source));
    else if (source.kind === "attributeGroup") attributeGroups.set(clark, shellOf(globals.attributeGroups, source));
    else if (source.kind === "modelGroupDefinition") modelGroups.set(clark, shellOf(globals.modelGroups, source));
    else notations.set(clark, source);
  }
  return { ownTypes, elements, attributes, attributeGroups, modelGroups, notations };
}

function redefinitionOf(entry: GlobalEntry, globals: Globals): readonly Redefinition[] {
  const { source, original } = entry;
  if (original === undefined) return [];
  if (source.kind === "modelGroupDefinition" && !globals.extendsOriginal.has(entry)) {
    return [
      {
        kind: "modelGroupDefinition",
        original: shellOf(globals.modelGroups, original.source),
        redefined: shellOf(globals.modelGroups, source),
      },
    ];
  }
  if (source.kind === "attributeGroup" && !globals.extendsOriginal.has(entry)) {
    const redefined = shellOf(globals.attributeGroups, source);
    return [{ kind: "attributeGroup", original: shellOf(globals.attributeGroups, original.source), redefined }];
  }
  return [];
}

function namespacesOf(sources: readonly SchemaSource[]): ReadonlyMap<string, string> {
  const namespaces = new Map<string, string>();
  for (const { document } of sources) {
    if (!namespaces.has(document.targetNamespace)) namespaces.set(document.targetNamespace, document.uri);
  }
  return namespaces;
}
