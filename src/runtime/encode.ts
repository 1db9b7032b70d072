/**
 * Typed value -> bytes.
 */
import type { Writer } from "../xml/writer.js";
import type { Codec } from "./codec.js";
import type { Issue } from "./issues.js";
import type { EncodeOptions } from "./options.js";

/** Writes a document. Throws ValidationError, and writes nothing, where the type forbids the value. */
export declare function encode<T, O>(codec: Codec<T, O>, value: T, options?: EncodeOptions): Uint8Array;
/** Writes one element with all its content; gives the issues of a value that the type forbids, after which the writer must be dropped. */
export declare function encodeInto<T, O>(codec: Codec<T, O>, value: T, writer: Writer, options?: EncodeOptions): readonly Issue[];
/** Tells what the type forbids in a value. */
export declare function validate(codec: Codec, value: unknown, options?: EncodeOptions): readonly Issue[];
