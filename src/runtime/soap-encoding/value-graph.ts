/**
 * The values of an encoded message that others refer to. SOAP 1.1 §5.2.1, SOAP 1.2 Part 2 §3.1.5
 */
import type { XmlElement } from "../shapes.js";
import { elementsIn } from "./compiled-types.js";
import { EncodingError, type EncodingStyle } from "./style.js";

/** All values of a body by their ids, wherever they stand. */
export class ValueGraph {
  /** The number of elements in the body. */
  readonly size: number;
  readonly #style: EncodingStyle;
  readonly #byId = new Map<string, XmlElement>();

  constructor(body: readonly XmlElement[], style: EncodingStyle) {
    this.#style = style;
    let size = 0;
    const pending = [...body];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      size++;
      const id = node.attributes[style.id];
      if (id !== undefined) this.#add(id, node);
      for (const child of elementsIn(node)) pending.push(child);
    }
    this.size = size;
  }

  #add(id: string, node: XmlElement): void {
    if (this.#byId.has(id)) throw new EncodingError(`the id "${id}" stands twice`);
    this.#byId.set(id, node);
  }

  /** The value that an element refers to; undefined for one that is a value itself. */
  target({ attributes }: XmlElement): XmlElement | undefined {
    const reference = attributes[this.#style.reference];
    if (reference === undefined) return undefined;
    const id = this.#style.idOf(reference);
    if (id === undefined) throw new EncodingError(`the reference "${reference}" leads out of the message`);
    const target = this.#byId.get(id);
    if (target === undefined) throw new EncodingError(`there is no value with the id "${id}"`);
    return target;
  }
}
