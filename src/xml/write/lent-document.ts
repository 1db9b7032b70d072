/**
 * A document that stands in the memory it was written to, until that is given to the next document.
 */
import { copyAlone } from "./byte-buffer.js";
import { giveMemory } from "./spare-memory.js";

export class LentDocument {
  #bytes: Uint8Array | undefined;
  readonly length: number;

  /** `bytes` begin their memory, which nobody else uses. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.length = bytes.length;
  }

  /** The document. The caller must not keep it. */
  get bytes(): Uint8Array {
    if (this.#bytes === undefined) throw new Error("internal: the document was given back");
    return this.#bytes;
  }

  /** Bytes of the memory. */
  get size(): number {
    return this.bytes.buffer.byteLength;
  }

  /** The memory is used again: what `bytes` gave holds something else from now on. */
  giveBack(): void {
    const { bytes } = this;
    this.#bytes = undefined;
    giveMemory(new Uint8Array(bytes.buffer));
  }

  /** Gives the memory back, and returns a copy of the document. */
  exchangeForCopy(): Uint8Array {
    const copy = copyAlone(this.bytes);
    this.giveBack();
    return copy;
  }
}
