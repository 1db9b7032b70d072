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

/** vector-text.wat, compiled, in hexadecimal, which is shorter than base64 once it is compressed. */
export const vectorTextCode: string =
  "0061736d01000000010c0260017f017f60027f7f017f02070100016d020004030403000101070e0203656e640000047465787400010aa30703c10204047b017f017e017f03402000fd0004002101" +
  "fd0cc28282828282928282a0a082838c82822001fd0c0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0ffd4efd0efd0c2680500100080000000000000000000020014104fd6dfd0efd4e21022002fd0c8383" +
  "8383838383838383838383838383fd4efd0c00000000000000000000000000000000fd24fd642105200545044020032002fd50210320042001fd502104200041106a21000c010b0b200568210520" +
  "01fd0c000102030405060708090a0b0c0d0e0f2005fd0ffd26fd4e21012002fd0c000102030405060708090a0b0c0d0e0f2005fd0ffd26fd4e210220032002fd5021032003fd1d002003fd1d0184" +
  "21062006200642208884a721072007200741107672210720072007410876722107200741fc007120042001fd50fd64410047410174722107200020056a2007411474720bb30103027f017b027f20" +
  "0021024180800521030340200020014904402000fd000400210420032004fd0b04002004fd644180800472682106200020066a2100200320066a210320064110460d012000200149044020002d00" +
  "00210520002d00012106200541fe017141c20147200641c00171418001477204402002200110020f0b200320054103714106742006413f71723a0000200041026a2100200341016a21030c020b0b" +
  "0b2003418080056b200020016b6b0ba80303017f017b047f4180800521020340200020014904402000fd000400210320022003fd8901fd0b040020022003fd8a01fd0b04102003fd644180800472" +
  "682105200020056a2100200220054101746a210220054110460d012000200149044020002d000021040340200441c20149200441f4014b720440417f0f0b20002d00012105200541c00171418001" +
  "7321072004411f714106742005413f71722106200041016a2100200441e0014f044020002d000121052007200541c001714180017372210720064106742005413f71722106200041016a21002004" +
  "41f001490440200720064180104920064180f003714180b00346200641feff034f72727221070520002d000121052007200541c001714180017372210741ffffff0020064106742005413f717271" +
  "2106200041016a210020072006418080046b418080c0004f722107200241c0af032006410a766a3b0100200241026a21024180b803200641ff07717221060b0b20070440417f0f0b200220063b01" +
  "00200041016a2100200241026a210220002d000022044180014f0d000b0c020b0b0b200020016b4101742002418080056b6b0b";

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
    const module = new WebAssembly.Module(Uint8Array.from(vectorTextCode.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)));
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
