/**
 * The codec for elements that are read and written as they are, without a schema: of headers, faults and bodies.
 */
import type { Codec } from "./codec.js";
import { elementNodes } from "./encode/nodes.js";
import type { XmlElement } from "./shapes.js";
import { openType } from "./table-functions.js";

/** Any element. Unlike `xmlElement` it does not bring the built-in types, which xsi:type may name where there is a schema. */
export const unknownElement: Codec<XmlElement> = /*@__PURE__*/ openType<XmlElement>("xmlElement", () => [], elementNodes);
