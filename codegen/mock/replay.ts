/**
 * Recordings -> answers to requests that say the same: the same operation with the same element in its body, however it is written.
 */
import type { HttpAnswer } from "../../src/service/exchange.js";
import { readDocument } from "../load/read-document.js";
import { type SourceElement, textOf } from "../load/source-element.js";
import type { Received, Turn } from "./endpoints.js";
import type { MockContract } from "./mock-contract.js";
import { RequestReader } from "./read-request.js";
import { type Recording, replayedHeaders, requestOf } from "./recording.js";
import { redactBody } from "./redact.js";

/** A recording under its name. */
export interface NamedRecording {
  readonly name: string;
  readonly recording: Recording;
}

/** A recorded answer, or why no recording fits. */
export type Replayed =
  | { readonly ok: true; readonly name: string; readonly answer: HttpAnswer }
  | { readonly ok: false; readonly reason: string };

interface KnownRequest {
  readonly operation: string;
  readonly body: SourceElement | undefined;
  /** In the order in which they were recorded. */
  readonly recordings: NamedRecording[];
  given: number;
}

/** Finds answers among recordings. */
export class Replay {
  readonly #known = new Map<string, KnownRequest>();

  /** Knows the recordings whose requests conform to the contract; gives the names of the others. */
  async load(recordings: readonly NamedRecording[], contract: MockContract): Promise<readonly string[]> {
    const left: string[] = [];
    const reader = new RequestReader(contract);
    for (const named of recordings) {
      const { received } = await reader.read(requestOf(named.recording));
      if (received === undefined) left.push(named.name);
      else this.#add(received, named);
    }
    return left;
  }

  /** The answer to a request: those to the same request in turns, then the last one again and again. */
  find(received: Received<Turn>): Replayed {
    const operation = received.operation.name;
    const body = bodyOf(received);
    const known = this.#known.get(keyOf(operation, body));
    const next = known?.recordings[Math.min(known.given, known.recordings.length - 1)];
    if (known === undefined || next === undefined) return { ok: false, reason: this.#reason(operation, body) };
    known.given++;
    const { recording, name } = next;
    const { status, answer } = recording;
    return { ok: true, name, answer: { status, headers: replayedHeaders(answer), ...(answer.body && { body: answer.body }) } };
  }

  /** Begins with the first answers anew. */
  reset(): void {
    for (const known of this.#known.values()) known.given = 0;
  }

  #add(received: Received<Turn>, named: NamedRecording): void {
    const operation = received.operation.name;
    const body = bodyOf(received);
    const key = keyOf(operation, body);
    const known = this.#known.get(key) ?? { operation, body, recordings: [], given: 0 };
    known.recordings.push(named);
    this.#known.set(key, known);
  }

  #reason(operation: string, body: SourceElement | undefined): string {
    const same = [...this.#known.values()].filter((known) => known.operation === operation);
    const differences = same.map((known) => ({ known, ...differenceOf(known.body, body) }));
    const nearest = differences.reduce<(typeof differences)[number] | undefined>(
      (best, next) => (best === undefined || next.equal > best.equal ? next : best),
      undefined,
    );
    if (nearest === undefined) return `no request for ${operation} was recorded`;
    return `no recorded request for ${operation} is the same; the nearest is ${nearest.known.recordings[0]?.name}: ${nearest.text}`;
  }
}

/** Secrets are taken out of what is compared, as they are taken out of what is recorded. */
function bodyOf({ canonical }: Received<Turn>): SourceElement | undefined {
  const clean = canonical && redactBody(canonical, "text/xml");
  return clean && readDocument(clean, "", () => undefined)?.root;
}

function keyOf(operation: string, body: SourceElement | undefined): string {
  return JSON.stringify([operation, body && contentOf(body)]);
}

/** Names with their namespaces, attributes in an order of their own: what is left when prefixes, and white space between elements, mean nothing. */
function contentOf({ namespace, local, attributes, content }: SourceElement): readonly unknown[] {
  const written = attributes.map((attribute) => `{${attribute.namespace}}${attribute.local}=${attribute.value}`);
  return [`{${namespace}}${local}`, written.sort(), content.map((part) => (typeof part === "string" ? part : contentOf(part)))];
}

interface Difference {
  /** How many values are equal before the first one that is not. */
  readonly equal: number;
  readonly text: string;
}

/** The first place at which two requests differ. */
function differenceOf(recorded: SourceElement | undefined, sent: SourceElement | undefined): Difference {
  const [left, right] = [valuesOf(recorded), valuesOf(sent)];
  const at = left.findIndex((value, index) => value.path !== right[index]?.path || value.text !== right[index]?.text);
  const index = at < 0 ? left.length : at;
  const [was, is] = [left[index], right[index]];
  if (was === undefined) return { equal: index, text: `${is?.path ?? "/"} was not there` };
  if (is === undefined || is.path !== was.path) return { equal: index, text: `${was.path} is missing` };
  return { equal: index, text: `${was.path} was "${clip(was.text)}" and is "${clip(is.text)}"` };
}

interface PlacedText {
  readonly path: string;
  readonly text: string;
}

/** Elements without children, and attributes, in document order. */
function valuesOf(root: SourceElement | undefined): readonly PlacedText[] {
  const values: PlacedText[] = [];
  const pending = root === undefined ? [] : [{ element: root, path: `/${root.local}` }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { element, path } = next;
    for (const { local, value } of element.attributes) values.push({ path: `${path}/@${local}`, text: value });
    if (element.children.length === 0) values.push({ path, text: textOf(element) });
    for (const child of element.children.toReversed()) pending.push({ element: child, path: `${path}/${child.local}` });
  }
  return values;
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
