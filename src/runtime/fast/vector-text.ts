/**
 * Long text of the input, sixteen bytes at a time: by WebAssembly, three times as fast as a loop over bytes.
 *
 * It is used where the platform makes strings of bytes and of code units, as Node, Deno and Bun do; elsewhere, making strings costs more than reading
 * fast saves. What it finds is what the loop in input.ts and `stringOfUtf8` find, which are used without it.
 */
import { slices } from "../../xml/read/byte-strings.js";

/** What is done sixteen bytes at a time. */
export interface VectorText {
  /** Takes the input, at the same indices, and at least a block of zero bytes after it. */
  readonly bytes: Uint8Array;
  /** The index of the byte that ends the text at an index in the bits of `endBits`, and above them the classes of the bytes before it. */
  readonly end: (at: number) => number;
  /** The string of a text that an ASCII byte follows; undefined if it is not UTF-8, or has a character that XML forbids. */
  readonly string: (from: number, to: number) => string | undefined;
}

export const endBits = 20;
/** Bytes that are looked at at once. */
export const blockLength = 16;

/** vector-text.wat, compiled, in base64. */
export const vectorTextCode: string =
  "AGFzbQEAAAABDAJgAX8Bf2ACf38BfwIHAQABbQIABAMEAwABAQcOAgNlbmQAAAR0ZXh0AAEKowcDwQIEBHsBfwF+AX8DQCAA/QAEACEB/QzCgoKCgoKSgoKgoIKDjIKCIAH9DA8PDw8PDw8PDw8PDw8PD" +
  "w/9Tv0O/QwmgFABAAgAAAAAAAAAAAAAIAFBBP1t/Q79TiECIAL9DIODg4ODg4ODg4ODg4ODg4P9Tv0MAAAAAAAAAAAAAAAAAAAAAP0k/WQhBSAFRQRAIAMgAv1QIQMgBCAB/VAhBCAAQRBqIQAMAQsLIAV" +
  "oIQUgAf0MAAECAwQFBgcICQoLDA0ODyAF/Q/9Jv1OIQEgAv0MAAECAwQFBgcICQoLDA0ODyAF/Q/9Jv1OIQIgAyAC/VAhAyAD/R0AIAP9HQGEIQYgBiAGQiCIhKchByAHIAdBEHZyIQcgByAHQQh2ciEHI" +
  "AdB/ABxIAQgAf1Q/WRBAEdBAXRyIQcgACAFaiAHQRR0cguzAQMCfwF7An8gACECQYCABSEDA0AgACABSQRAIAD9AAQAIQQgAyAE/QsEACAE/WRBgIAEcmghBiAAIAZqIQAgAyAGaiEDIAZBEEYNASAAIAF" +
  "JBEAgAC0AACEFIAAtAAEhBiAFQf4BcUHCAUcgBkHAAXFBgAFHcgRAIAIgARACDwsgAyAFQQNxQQZ0IAZBP3FyOgAAIABBAmohACADQQFqIQMMAgsLCyADQYCABWsgACABa2sLqAMDAX8BewR/QYCABSECA" +
  "0AgACABSQRAIAD9AAQAIQMgAiAD/YkB/QsEACACIAP9igH9CwQQIAP9ZEGAgARyaCEFIAAgBWohACACIAVBAXRqIQIgBUEQRg0BIAAgAUkEQCAALQAAIQQDQCAEQcIBSSAEQfQBS3IEQEF/DwsgAC0AASE" +
  "FIAVBwAFxQYABcyEHIARBH3FBBnQgBUE/cXIhBiAAQQFqIQAgBEHgAU8EQCAALQABIQUgByAFQcABcUGAAXNyIQcgBkEGdCAFQT9xciEGIABBAWohACAEQfABSQRAIAcgBkGAEEkgBkGA8ANxQYCwA0YgB" +
  "kH+/wNPcnJyIQcFIAAtAAEhBSAHIAVBwAFxQYABc3IhB0H///8AIAZBBnQgBUE/cXJxIQYgAEEBaiEAIAcgBkGAgARrQYCAwABPciEHIAJBwK8DIAZBCnZqOwEAIAJBAmohAkGAuAMgBkH/B3FyIQYLCyA" +
  "HBEBBfw8LIAIgBjsBACAAQQFqIQAgAkECaiECIAAtAAAiBEGAAU8NAAsMAgsLCyAAIAFrQQF0IAJBgIAFa2sL";

/** Where the functions write texts. */
const written = 81_920;
/** The end of the input that they can read. */
export const longestInput: number = written - blockLength;

interface Functions {
  readonly end: (at: number) => number;
  readonly text: (from: number, to: number) => number;
}

/** Undefined: the platform has no such strings, no vectors, or does not allow code that is loaded so. */
export function loadVectorText(): VectorText | undefined {
  const { latin1Slice, ucs2Slice } = slices ?? {};
  if (latin1Slice === undefined || ucs2Slice === undefined || typeof WebAssembly !== "object") return undefined;
  let memory: WebAssembly.Memory;
  let functions: Functions;
  try {
    memory = new WebAssembly.Memory({ initial: 4, maximum: 4 });
    const module = new WebAssembly.Module(Uint8Array.from(atob(vectorTextCode), (byte) => byte.charCodeAt(0)));
    // The module exports these.
    functions = new WebAssembly.Instance(module, { "": { m: memory } }).exports as unknown as Functions;
  } catch {
    return undefined;
  }
  const bytes = new Uint8Array(memory.buffer);
  const { end, text } = functions;
  return {
    bytes,
    end,
    string: (from, to) => {
      const length = text(from, to);
      if (length >= 0) return latin1Slice.call(bytes, written, written + length);
      return length === -1 ? undefined : ucs2Slice.call(bytes, written, written - length);
    },
  };
}
