/**
 * Limits of contracts. References let a few lines stand for very much, so what they multiply is bounded.
 *
 * Beyond a limit a contract is refused with a diagnostic whose id begins with "limit-".
 */

/** Upper bounds for one contract. */
export const contractLimits = {
  /** Elements, wildcards and groups of one content model; a group counts wherever it is referred to. */
  contentParticles: 100_000,
  /** The same of all types together, without what they inherit. */
  totalParticles: 5_000_000,
  /** Groups inside one another: content models are walked by recursion. */
  groupNesting: 500,
  /** Comparisons of the particles of a restricted content model with those of its base. */
  particleComparisons: 20_000_000,
  /** Member types of a union, with those of its members. */
  unionMembers: 10_000,
  /** Unions and lists inside one another. */
  unionNesting: 500,
  /** Members of all substitution groups; each counts for all heads above it. */
  substitutionMembers: 1_000_000,
  /** Attributes of all types, and of all attribute groups, with those that they inherit. */
  attributeUses: 5_000_000,
} as const;
