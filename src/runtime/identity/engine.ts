/**
 * What checks identity constraints. Tables that have some refer to it, so that programs without them are bundled without it.
 */
import type { KeptPath } from "../kept-path.js";
import { type CompiledConstraint, compileConstraint, type InternName } from "./compile.js";
import type { IdentityConstraintTable } from "./constraint-table.js";
import { IdentityTracker, type ReportIdentity } from "./tracker.js";

/** Checks identity constraints. It may belong to another copy of the package than the decoder, which compares names by identity. */
export interface IdentityEngine {
  /** `intern`: gives the names that elements and attributes will have. */
  readonly compile: (table: IdentityConstraintTable, intern: InternName) => CompiledConstraint;
  readonly track: (report: ReportIdentity, currentPath: () => KeptPath, keepPlace: () => void) => IdentityTracker;
}

/** The identity constraints of an element declaration. */
export interface DeclaredIdentity {
  readonly constraints: readonly CompiledConstraint[];
  readonly engine: IdentityEngine;
}

/** The engine that tables refer to. */
export const identityConstraints: IdentityEngine = {
  compile: compileConstraint,
  track: (report, currentPath, keepPlace) => new IdentityTracker(report, currentPath, keepPlace),
};
