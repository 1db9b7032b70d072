/**
 * What writes element nodes, as the encoder and tables know it. The codecs of wildcards and of xs:anyType bring it, so that programs whose contracts have
 * neither are bundled without it.
 */
import type { Name } from "../../xml/names.js";
import type { Declaration, Particle } from "../compile/compiled-type.js";
import type { EncodeSession, ValueLocation } from "./session.js";

/** Writes element nodes: nodes.ts. */
export interface NodeWriting {
  /** Writes a node that is not validated, or that a wildcard admits, with no more than `levels` elements in each other. */
  readonly writeNode: (
    session: EncodeSession,
    node: unknown,
    location: ValueLocation,
    levels: number,
    particle: Particle | undefined,
  ) => void;
  /** Writes the content of an element of xs:anyType whose start tag the writer has begun, and its end tag. */
  readonly writeOpenContent: (
    session: EncodeSession,
    declaration: Declaration,
    name: Name,
    value: unknown,
    nil: boolean,
    location: ValueLocation,
    levels: number,
  ) => void;
}

let known: NodeWriting | undefined;

/** Makes the encoder write nodes. */
export function provideNodeWriting(writing: NodeWriting): void {
  known = writing;
}

/** What the codecs in use have brought. */
export function nodeWriting(): NodeWriting {
  if (known === undefined) throw new Error("internal: there are element nodes, and nothing that writes them");
  return known;
}
