/**
 * URIs of attachments, as they are written and as others write them.
 */
import { type Attachment, attachmentAt, attachmentUri } from "soapwright/soap";
import { expect, it } from "vitest";

const attachment = (id: string | undefined): Attachment => ({ id, contentType: "text/plain", bytes: new Uint8Array([1]) });

it.each([
  ["a@x", "cid:a@x"],
  ["a=1@x", "cid:a%3D1@x"],
  ["100 %@x", "cid:100%20%25@x"],
  ["größe@x", "cid:gr%C3%B6%C3%9Fe@x"],
])("of %s is %s, and leads back", (id, uri) => {
  expect(attachmentUri({ id })).toBe(uri);
  expect(attachmentAt(uri, [attachment(undefined), attachment("b@x"), attachment(id)])).toEqual(attachment(id));
});

it.each([
  ["cid:a%40x", "a@x"],
  ["CID:a@x", "a@x"],
  [" cid:a@x\n", "a@x"],
  ["cid:b@x", undefined],
  ["a@x", undefined],
  ["http://elsewhere/a@x", undefined],
  ["cid:%", undefined],
  ["cid:%E0%A4%A", undefined],
  ["", undefined],
])("%j refers to %s", (uri, id) => {
  expect(attachmentAt(uri, [attachment("a@x"), attachment(undefined)])?.id).toBe(id);
});
