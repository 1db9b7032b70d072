/**
 * Wildcards that look at declarations -> the modules whose global elements or attributes they may meet.
 *
 * Only modules of namespaces that the wildcard admits are named, so that a wildcard pulls nothing else into a bundle.
 */
import type { Wildcard } from "../../schema/components.js";
import { allowsNamespace } from "../../schema/namespace-constraint.js";
import type { Declarations } from "../names/declarations.js";
import { type OpenDeclaration, type OpenModule, rank } from "../names/modules.js";
import { compareText } from "../names/order.js";
import type { Lazy } from "../plan.js";
import { call, lazy, runtimeType } from "./shapes.js";

type Kind = "elementSet" | "attributeSet";

/** Sets come behind everything else in their module. */
const behindAll = { uri: "\uffff", line: 0, column: 0, offset: 0 };

/** The sets of all modules, each declared on first use. */
export class WildcardSets {
  readonly #declarations: Declarations;
  readonly #sets = { elementSet: new Map<OpenModule, OpenDeclaration>(), attributeSet: new Map<OpenModule, OpenDeclaration>() };

  constructor(declarations: Declarations) {
    this.#declarations = declarations;
  }

  /** Undefined where the wildcard can know no element. */
  elementsFor(wildcard: Wildcard): Lazy | undefined {
    return this.#setsFor(wildcard, [...this.#declarations.elements.values()], "elementSet");
  }

  attributesFor(wildcard: Wildcard): Lazy | undefined {
    return this.#setsFor(wildcard, [...this.#declarations.attributes.values()], "attributeSet");
  }

  #setsFor({ processContents, namespaceConstraint }: Wildcard, members: readonly OpenDeclaration[], kind: Kind): Lazy | undefined {
    if (processContents === "skip") return undefined;
    const modules = new Set(members.map(({ module }) => module));
    const admitted = [...modules].filter(({ targetNamespace }) => allowsNamespace(namespaceConstraint, targetNamespace));
    if (admitted.length === 0) return undefined;
    const sorted = admitted.sort((left, right) => compareText(left.targetNamespace, right.targetNamespace));
    return lazy(sorted.map((module) => this.#sets[kind].get(module) ?? this.#declare(module, members, kind)));
  }

  #declare(module: OpenModule, members: readonly OpenDeclaration[], kind: Kind): OpenDeclaration {
    const own = members.filter((member) => member.module === module);
    const [suffix, type, things] =
      kind === "elementSet" ? (["Elements", "ElementSet", "elements"] as const) : (["Attributes", "AttributeSet", "attributes"] as const);
    const declaration = this.#declarations.modules.declare(module, kind, behindAll, rank.set, `${module.exportName}${suffix}`);
    const comment = `The global ${things} that wildcards may meet.`;
    declaration.table = { annotation: runtimeType(type), value: call(kind, [], [lazy(own)]), comment };
    this.#sets[kind].set(module, declaration);
    return declaration;
  }
}
