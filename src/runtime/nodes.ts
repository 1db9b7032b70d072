/**
 * Elements of wildcards and content of xs:anyType <-> typed values.
 */
import type { Codec, ElementCodec } from "./codec.js";
import type { XmlContent, XmlElement } from "./shapes.js";

/** The value of an element, or `undefined` where it has another name than the codec's. Throws ValidationError where it is not valid. */
export declare function readElement<T, O>(codec: ElementCodec<T, O>, node: XmlElement): O | undefined;
/** An element for a wildcard. */
export declare function toElement<T, O>(codec: ElementCodec<T, O>, value: T): XmlElement;
/** The value of content of xs:anyType. */
export declare function readContent<T, O>(codec: Codec<T, O>, content: XmlContent): O;
/** Content for an element of xs:anyType; the element says the type by xsi:type. */
export declare function toContent<T, O>(codec: Codec<T, O>, value: T): XmlContent;
/** The namespaces that the element declared from which an object was decoded, by prefix. */
export declare function namespacesOf(value: object): Readonly<Record<string, string>> | undefined;
