/**
 * Whatever evaluates tables knows the same words: generated code imports them, `loadSchema` and the console's page find them by name.
 */
import { expect, it } from "vitest";
import * as mappedTypes from "../../../src/runtime/mapped-types.js";
import { converted, mapped } from "../../../src/runtime/table-functions.js";
import { calledByTables, namedByTables } from "../../../src/runtime/table-vocabulary.js";
import * as door from "../../../src/runtime-v2.js";

it("generated code may import all words of tables", () => {
  expect(door).toMatchObject({ ...calledByTables, ...namedByTables, converted, mapped, ...mappedTypes });
});
