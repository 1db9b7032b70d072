/**
 * Attributes and attribute groups: sources -> components. XSD 1.0 Part 1 §3.2.2, §3.5.2, §3.6.2
 */
import type { Name } from "../../../src/xml/names.js";
import { anySimpleType } from "../built-in-components.js";
import type { AttributeDeclaration, AttributeGroupDefinition, AttributeUse, Component } from "../components.js";
import type { AttributeGroupSource, AttributeSource, AttributesSource, AttributeUseSource } from "../sources.js";
import type { Globals } from "./globals.js";
import type { SimpleTypeLinker } from "./link-simple-types.js";
import type { GlobalEntry } from "./registry.js";
import { attributeShell, type Shell } from "./shells.js";

/** Attributes as they stand, groups not yet taken apart. */
export interface OpenAttributes {
  readonly uses: readonly (AttributeUse | AttributeGroupDefinition)[];
  readonly prohibited: readonly Name[];
}

/** An attribute group to be filled. */
export interface OpenAttributeGroup {
  readonly shell: Shell<AttributeGroupDefinition>;
  readonly source: AttributeGroupSource;
  readonly attributes: OpenAttributes;
}

/** Links attributes and attribute groups, and collects what is to be filled. */
export class AttributeLinker {
  readonly #globals: Globals;
  readonly #simpleTypes: SimpleTypeLinker;
  /** In document order, local ones included. */
  readonly declarations: AttributeDeclaration[] = [];
  readonly openGroups: OpenAttributeGroup[] = [];

  constructor(globals: Globals, simpleTypes: SimpleTypeLinker) {
    this.#globals = globals;
    this.#simpleTypes = simpleTypes;
  }

  linkDeclaration(source: AttributeSource, shell: Shell<AttributeDeclaration>): void {
    this.declarations.push(shell);
    const { type } = source;
    if (type === undefined) return;
    shell.type =
      (type.kind === "reference" ? this.#globals.declaredSimpleType(type) : this.#simpleTypes.linkAnonymous(type, shell)) ?? anySimpleType;
  }

  linkAttributes(source: AttributesSource, context: Component): OpenAttributes {
    const uses: (AttributeUse | AttributeGroupDefinition)[] = [];
    const prohibited: Name[] = [];
    for (const item of source.uses) {
      if (item.kind === "reference") {
        const group = this.#globals.attributeGroup(item);
        if (group !== undefined) uses.push(group);
        continue;
      }
      const declaration = this.#declaration(item, context);
      if (declaration === undefined) continue;
      if (item.use === "prohibited") prohibited.push(declaration.name);
      else uses.push(attributeUse(item, declaration));
    }
    return { uses, prohibited };
  }

  #declaration(source: AttributeUseSource, context: Component): AttributeDeclaration | undefined {
    const { declaration } = source;
    if (declaration.kind === "reference") return this.#globals.attribute(declaration);
    const shell = attributeShell(declaration, context);
    this.linkDeclaration(declaration, shell);
    return shell;
  }

  linkGroup(source: AttributeGroupSource, shell: Shell<AttributeGroupDefinition>, entry: GlobalEntry): void {
    const globals = this.#globals;
    globals.redefining = entry.original === undefined ? undefined : entry;
    const first = globals.selfReferences.length;
    this.openGroups.push({ shell, source, attributes: this.linkAttributes(source.attributes, shell) });
    globals.redefining = undefined;
    // XSD 1.0 Part 1 §4.2.2 (src-redefine.7.1)
    const second = globals.selfReferences[first + 1];
    if (second !== undefined) {
      globals.error(
        "src-redefine.7.1",
        `a redefinition of the attribute group "${source.name.clark}" may refer to it once only`,
        second.at,
      );
    }
  }
}

/** The value constraint of a local declaration is the use's; the declaration has none of its own. XSD 1.0 Part 1 §3.2.2 */
function attributeUse(source: AttributeUseSource, declaration: AttributeDeclaration): AttributeUse {
  const { use, valueConstraint, annotation, at } = source;
  return { kind: "attributeUse", required: use === "required", declaration, valueConstraint, annotation, at };
}
