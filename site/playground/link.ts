/**
 * Work <-> the fragment of a link: JSON, compressed, in letters that addresses may have. A fragment is sent to no server.
 */
import type { Work } from "./compile.js";

/** Characters of all texts together. More is neither taken from a link nor compiled. */
export const mostCharacters = 1_000_000;

/** Writes a fragment. */
export async function writeFragment(work: Work): Promise<string> {
  const stream = new Blob([JSON.stringify(work)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Reads a fragment; undefined for one that is not ours, or that holds too much. */
export async function readFragment(fragment: string): Promise<Work | undefined> {
  try {
    const bytes = Uint8Array.from(atob(fragment.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    const text = await readText(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")));
    return text === undefined ? undefined : asWork(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** No more than there may be: a short link can stand for any number of bytes. */
async function readText(stream: ReadableStream<Uint8Array>): Promise<string | undefined> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let text = "";
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    text += decoder.decode(next.value, { stream: true });
    if (text.length > 2 * mostCharacters) {
      void reader.cancel();
      return undefined;
    }
  }
  return text + decoder.decode();
}

function asWork(value: unknown): Work | undefined {
  if (typeof value !== "object" || value === null || !("documents" in value) || !("xml" in value)) return undefined;
  const { documents, xml } = value;
  if (typeof xml !== "string" || typeof documents !== "object" || documents === null) return undefined;
  const texts = Object.entries(documents).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const work = { documents: Object.fromEntries(texts), xml };
  return texts.length === 0 || sizeOf(work) > mostCharacters ? undefined : work;
}

/** Characters of all texts. */
export function sizeOf({ documents, xml }: Work): number {
  return Object.values(documents).reduce((sum, text) => sum + text.length, xml.length);
}
