/**
 * The words that tables of any contract are written in, by name: for what evaluates tables in memory. Generated code imports the same ones from `soapwright/runtime-v2`.
 *
 * Types that a configuration maps to others have words of their own, which few programs need: `mapped`, `converted` and mapped-types.ts.
 */
import { blockPatterns } from "../datatypes/pattern/compile-pattern.js";
import { patterns } from "../datatypes/pattern/engine.js";
import { plainPatterns } from "../datatypes/pattern/plain-patterns.js";
import * as builtInTypes from "./built-in-types.js";
import { identityConstraints } from "./identity/engine.js";
import {
  anyOf,
  attribute,
  attributeSet,
  complexType,
  element,
  elementSet,
  enumeration,
  extension,
  group,
  head,
  list,
  plainExtension,
  plainGroup,
  plainType,
  restriction,
  union,
} from "./table-functions.js";

/** What tables call. */
export const calledByTables = {
  anyOf,
  attribute,
  attributeSet,
  complexType,
  element,
  elementSet,
  enumeration,
  extension,
  group,
  head,
  list,
  plainExtension,
  plainGroup,
  plainType,
  restriction,
  union,
};

/** What tables refer to: built-in types, and what checks that few of them need. */
export const namedByTables: Readonly<Record<string, unknown>> = {
  ...builtInTypes,
  blockPatterns,
  identityConstraints,
  patterns,
  plainPatterns,
};
