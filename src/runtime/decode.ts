/**
 * Bytes -> typed value.
 */
import type { Reader } from "../xml/reader.js";
import type { Codec } from "./codec.js";
import type { Issue } from "./issues.js";
import type { DecodeOptions } from "./options.js";

export type DecodeResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly Issue[] };

/** Reads a document. An element's codec asks for its root; a type's takes any root. Throws ValidationError with all issues. */
export declare function decode<T, O>(codec: Codec<T, O>, xml: Uint8Array | string, options?: DecodeOptions): O;
/** Reads a document without throwing. */
export declare function tryDecode<T, O>(codec: Codec<T, O>, xml: Uint8Array | string, options?: DecodeOptions): DecodeResult<O>;
/** Reads the element whose start tag the reader stands on, through its end tag. XmlError is thrown as it is. */
export declare function decodeAt<T, O>(codec: Codec<T, O>, reader: Reader, options?: DecodeOptions): DecodeResult<O>;
