/**
 * Unions that references make too large: a value may have to be tried by every member of every member, and members nest by recursion.
 */

import type { Report } from "../../diagnostics.js";
import type { SimpleTypeDefinition } from "../components.js";
import { contractLimits } from "../limits.js";
import type { OpenSimpleType } from "./link-simple-types.js";

const { unionMembers: mostMembers, unionNesting: deepestNesting } = contractLimits;

interface Extent {
  readonly members: number;
  readonly depth: number;
}

const single: Extent = { members: 1, depth: 0 };

/** Follows the extent of types, each after its parts. */
export class UnionLimits {
  readonly #known = new Map<SimpleTypeDefinition, Extent>();
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  /** The parts of a type; of one that is too large, which is reported, none. */
  limit({ shell, source }: OpenSimpleType, parts: OpenSimpleType["parts"]): OpenSimpleType["parts"] {
    const extents = parts.map((part) => this.#known.get(part) ?? single);
    const members = extents.reduce((sum, extent) => sum + extent.members, 0);
    const nested = source.definition.derivation === "restriction" ? 0 : 1;
    const depth = extents.reduce((deepest, extent) => Math.max(deepest, extent.depth), 0) + nested;
    if (members <= mostMembers && depth <= deepestNesting) {
      if (members > 1 || depth > 0) this.#known.set(shell, { members, depth });
      return parts;
    }
    const owner = shell.name === undefined ? "an anonymous type" : `the type "${shell.name.clark}"`;
    const message =
      depth > deepestNesting
        ? `${owner} nests ${depth} unions and lists, more than ${deepestNesting} are not supported`
        : `${owner} has ${members} member types where unions are members of unions, more than ${mostMembers} are not supported`;
    this.#report({ id: "limit-union", severity: "error", message, at: source.at, related: [] });
    return [];
  }
}
