/**
 * The items of an array as a message has them -> arrays within arrays, as types have them. SOAP 1.1 §5.4.2, SOAP 1.2 Part 2 §3.1.6
 *
 * An array of several dimensions has its items one after another, those of the last dimension first. An item says where it belongs, or follows the one
 * before it.
 */
import type { Declaration } from "../compile/compiled-type.js";
import type { XmlElement } from "../shapes.js";
import { xsiNames } from "../xsi-names.js";
import { elementsIn, itemsOf } from "./compiled-types.js";
import { EncodingError, type EncodingStyle } from "./style.js";

/** Puts the items of an array in their places. */
export class ArrayItems {
  readonly #style: EncodingStyle;
  /** Counts an element that does not stand in the message. */
  readonly #grow: () => void;

  constructor(style: EncodingStyle, grow: () => void) {
    this.#style = style;
    this.#grow = grow;
  }

  /** The content of an array whose items are declared so; `read` reads an item. */
  read(node: XmlElement, item: Declaration, read: (child: XmlElement, item: Declaration) => XmlElement): readonly XmlElement[] {
    const sizes = this.#style.sizesIn(node.attributes);
    const levels = levelsOf(item, sizes.length);
    const innermost = levels.at(-1) ?? item;
    const found: XmlElement[] = [];
    let index = this.#indexIn(node, "offset", sizes) ?? 0;
    for (const child of elementsIn(node)) {
      index = this.#indexIn(child, "position", sizes) ?? index;
      this.#fill(found, index, innermost);
      found[index++] = read(child, innermost);
    }
    return this.#inRows(found, sizes, levels);
  }

  /** The place that an attribute names, "[3]" or "[1,3]", among all items. SOAP 1.1 §5.4.2.1, §5.4.2.2 */
  #indexIn({ attributes }: XmlElement, attribute: string, sizes: readonly (number | undefined)[]): number | undefined {
    const text = attributes[`{${this.#style.namespace}}${attribute}`];
    if (text === undefined) return undefined;
    const written = /^\s*\[\s*(\d{1,9}(?:\s*,\s*\d{1,9})*)\s*\]\s*$/.exec(text)?.[1]?.split(",");
    if (written?.length !== sizes.length) throw new EncodingError(`"${text}" is not the index of an item`);
    return written.map(Number).reduce((whole, index, dimension) => {
      const size = sizes[dimension];
      if (sizes.length > 1 && size !== undefined && index >= size) throw new EncodingError(`the index "${text}" is outside of the array`);
      return dimension === 0 ? index : whole * sizeOf(size) + index;
    }, 0);
  }

  /** Puts nil where no item stands, up to a length. */
  #fill(found: XmlElement[], length: number, { name }: Declaration): void {
    while (found.length < length) {
      this.#grow();
      found.push({ name: name.clark, namespaces: {}, attributes: { [xsiNames.nil.clark]: "true" }, children: [] });
    }
  }

  /** Parts the items of the innermost dimension into the rows of the one around it, and so on. */
  #inRows(found: XmlElement[], sizes: readonly (number | undefined)[], levels: readonly Declaration[]): readonly XmlElement[] {
    if (sizes.length === 1) return found;
    const [first, ...inner] = sizes;
    const inRow = inner.reduce<number>((product, size) => product * sizeOf(size), 1);
    const rows = first ?? (inRow === 0 ? 0 : Math.ceil(found.length / inRow));
    if (found.length > rows * inRow) throw new EncodingError("an array has more items than its size says");
    this.#fill(found, rows * inRow, levels.at(-1) ?? unreachable());
    let whole: readonly XmlElement[] = found;
    for (let dimension = sizes.length - 1; dimension > 0; dimension--) {
      const outer = sizes.slice(1, dimension).reduce<number>((product, size) => product * sizeOf(size), rows);
      whole = this.#rows(whole, outer, sizeOf(sizes[dimension]), levels[dimension - 1] ?? unreachable());
    }
    return whole;
  }

  #rows(items: readonly XmlElement[], count: number, size: number, { name }: Declaration): readonly XmlElement[] {
    return Array.from({ length: count }, (_, row) => {
      this.#grow();
      return { name: name.clark, namespaces: {}, attributes: {}, children: items.slice(row * size, (row + 1) * size) };
    });
  }
}

/** The declarations of the items of each dimension, outermost first. */
function levelsOf(item: Declaration, dimensions: number): readonly Declaration[] {
  const levels = [item];
  for (let level: Declaration | undefined = item; levels.length < dimensions; levels.push(level)) {
    level = itemsOf(level.type);
    if (level === undefined)
      throw new EncodingError(`an array of ${dimensions} dimensions stands where one of ${levels.length} is declared`);
  }
  return levels;
}

function sizeOf(size: number | undefined): number {
  if (size === undefined) throw new EncodingError("an array of several dimensions does not say their sizes");
  return size;
}

function unreachable(): never {
  throw new Error("internal: a dimension without its items");
}
