/**
 * `soapwright/mock`: a server for any contract, within a test.
 */
export type { Issue } from "../../src/runtime/issues.js";
export type { Diagnostic } from "../diagnostics.js";
export {
  type ComputedAnswer,
  type CreateMockOptions,
  createMock,
  type Mock,
  MockError,
  type MockedBinding,
  type MockRule,
} from "./create-mock.js";
export type { SeenRequest } from "./seen-request.js";
