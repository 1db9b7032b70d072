/**
 * What reads and writes messages in the SOAP encoding. Operations with such messages refer to it, so that programs without them are bundled without it.
 */
import type { Codec } from "../codec.js";
import type { DecodeResult } from "../decode.js";
import { ValidationError } from "../issues.js";
import type { DecodeOptions, EncodeOptions } from "../options.js";
import type { XmlElement } from "../shapes.js";
import { type EncodedMessage, readEncoded, saysTypeOf } from "./read-encoded.js";
import { type EncodingStyle, soapEncoding11, soapEncoding12 } from "./style.js";
import { writeEncoded } from "./write-encoded.js";

/** The rules of SOAP 1.1 §5 and SOAP 1.2 Part 2 §3. It may belong to another copy of the package than the client or server, so it throws nothing. */
export interface SoapEncoding {
  /** By the version of SOAP. */
  readonly styles: Readonly<Record<"1.1" | "1.2", EncodingStyle>>;
  readonly read: <T, O>(codec: Codec<T, O>, message: EncodedMessage, options: DecodeOptions) => DecodeResult<O>;
  /** Tests if a value says that it is of a codec's type, or of one that may stand for it. */
  readonly saysTypeOf: (codec: Codec, message: Omit<EncodedMessage, "isAnswer">) => boolean;
  readonly write: <T, O>(
    codec: Codec<T, O>,
    value: T,
    style: EncodingStyle,
    kind: "message" | "part",
    options: EncodeOptions,
  ) => DecodeResult<XmlElement>;
}

/** The engine that operations refer to. */
export const soapEncoding: SoapEncoding = {
  styles: { "1.1": soapEncoding11, "1.2": soapEncoding12 },
  read: readEncoded,
  saysTypeOf,
  write(codec, value, style, kind, options) {
    try {
      return { ok: true, value: writeEncoded(codec, value, style, kind, options) };
    } catch (error) {
      if (error instanceof ValidationError) return { ok: false, issues: error.issues };
      throw error;
    }
  },
};

let provided: SoapEncoding | undefined;

/** Makes `encoded: true`, of code for `soapwright/runtime-v1`, mean this. */
export function provideSoapEncoding(encoding: SoapEncoding): void {
  provided = encoding;
}

/** What operations refer to. */
export function soapEncodingOf(encoded: true | (() => SoapEncoding)): SoapEncoding {
  const encoding = encoded === true ? provided : encoded();
  if (encoding === undefined) throw new Error("internal: a table has encoded messages, and nothing that reads or writes them");
  return encoding;
}
