/**
 * The functions of the runtime that tests of generated code call, bundled together with that code.
 */
export { tryDecode } from "../../src/runtime/decode.js";
export { decodeEach } from "../../src/runtime/decode-each.js";
export { encode, encodeInto, validate } from "../../src/runtime/encode.js";
/** Brings what reads document type declarations. */
export { documentTypes } from "../../src/xml/doctype/doctype-reader.js";
export { Writer } from "../../src/xml/write/writer.js";
