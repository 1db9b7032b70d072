/**
 * URIs that refer to attachments: what values of the type wsi:swaRef are. RFC 2392, WS-I Attachments Profile 1.0 §4.4
 */
import type { Attachment } from "./multipart.js";

/** The URI that refers to an attachment. */
export function attachmentUri({ id }: { readonly id: string }): string {
  // "@" may stand in a URI, and not everybody decodes it.
  return `cid:${encodeURIComponent(id).replaceAll("%40", "@")}`;
}

/** The attachment that a URI refers to; undefined if no attachment has that Content-ID, or if the URI refers to something else. */
export function attachmentAt(uri: string, attachments: readonly Attachment[]): Attachment | undefined {
  const id = contentId(uri);
  return id === undefined ? undefined : attachments.find((attachment) => attachment.id === id);
}

/** The Content-ID in a `cid:` URI, with its escapes decoded; undefined for another URI. */
export function contentId(uri: string): string | undefined {
  const [, escaped] = /^cid:(.*)$/is.exec(uri.trim()) ?? [];
  try {
    return escaped === undefined ? undefined : decodeURIComponent(escaped);
  } catch {
    return undefined;
  }
}
