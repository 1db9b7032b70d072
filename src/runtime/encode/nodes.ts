/**
 * Element nodes in values: of wildcards and of xs:anyType. They are validated while they are written.
 *
 * That only tells whether all is well. Where it is not, the written document is read, which shows everything that is wrong, and where.
 */
import { XmlWriteError } from "../../xml/errors.js";
import { Token } from "../../xml/read/reader.js";
import type { Declaration, Particle } from "../compile/compiled-type.js";
import { isRecord } from "../is-record.js";
import { NodeTokens } from "./node-tokens.js";
import type { NodeWriting } from "./node-writing.js";
import type { EncodeSession, ValueLocation } from "./session.js";

const writeNode: NodeWriting["writeNode"] = (session, node, location, levels, particle) => {
  const tokens = new NodeTokens(session, levels);
  const process = particle?.wildcard?.process ?? "skip";
  write(session, tokens, location, () => {
    if (!tokens.start(node, location)) return;
    if (particle === undefined || process === "skip") copy(session, tokens);
    else {
      if (process === "strict" || knowsMore(session) || particle.find(tokens.name.clark) !== undefined) validate(session, tokens, particle);
      copyOpen(session, tokens);
    }
  });
};

const writeOpenContent: NodeWriting["writeOpenContent"] = (session, declaration, name, value, nil, location, levels) => {
  const tokens = new NodeTokens(session, levels);
  if (!isRecord(value) && !nil) session.report("value-type", "an object { attributes, namespaces, children } is expected", location);
  write(session, tokens, location, () => {
    tokens.startContent(name, isRecord(value) ? value : {}, nil, location);
    if (knowsMore(session) || declaration.identity !== undefined || tokens.hasInstanceAttributes) {
      validate(session, tokens, declaration);
    }
    copyOpen(session, tokens);
  });
};

/** What the codecs of wildcards and of xs:anyType bring. */
export const elementNodes: NodeWriting = { writeNode, writeOpenContent };

/** There are declarations for what may be anything, or identity constraints that look into it. */
function knowsMore({ schema, tracker }: EncodeSession): boolean {
  return schema !== undefined || tracker !== undefined;
}

function write(session: EncodeSession, tokens: NodeTokens, location: ValueLocation, steps: () => void): void {
  try {
    steps();
  } catch (error) {
    if (!(error instanceof XmlWriteError)) throw error;
    session.reportUnwritable(error, tokens.location ?? location.parent ?? location);
  }
}

/** Writes the rest of the node as it is. */
function copy(session: EncodeSession, tokens: NodeTokens): void {
  while (!session.full && tokens.next() !== Token.endOfDocument);
}

/** Writes the rest of content that may be anything. Where nothing is declared only xsi: attributes have a meaning. */
function copyOpen(session: EncodeSession, tokens: NodeTokens): void {
  do {
    if (tokens.hasInstanceAttributes) validate(session, tokens);
  } while (!session.full && tokens.next() !== Token.endOfDocument);
}

/** Writes the element that starts here as far as it is valid: by a declaration, as what a wildcard admits, or as anything. */
function validate(session: EncodeSession, tokens: NodeTokens, as?: Declaration | Particle): void {
  // Either the document will be read for its issues anyway, or deviations are tolerated.
  if (session.needsDocument || session.tolerant) return;
  if (!session.isValidPart(tokens, as, session)) session.readDocument();
}
