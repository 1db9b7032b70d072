/**
 * A contract with binary content, attachments of WSDL's MIME binding, and references to attachments, as peers are given it.
 */
import { fileURLToPath } from "node:url";
import { loadContract } from "soapwright/schema";
import { type AttachedPart, type Attachment, attachmentAt, type Server, type SoapBinding } from "soapwright/soap";

/** The WSDL. */
export const photosFile: string = fileURLToPath(new URL("photo.wsdl", import.meta.url));

interface Photo {
  readonly name: string;
  readonly data: Uint8Array;
  /** Content that says what it is. */
  readonly preview?: { readonly $value: Uint8Array; readonly contentType?: string };
}

export interface PhotoOperations {
  readonly keep: { readonly input: Photo; readonly output: Photo };
  readonly add: {
    readonly input: { readonly title: string; readonly picture: AttachedPart; readonly note: AttachedPart };
    readonly output: { readonly kept: string; readonly thumbnail: AttachedPart };
  };
  readonly refer: { readonly input: { readonly photo: string }; readonly output: { readonly photo: string } };
}

/** The binding, in the types that would be generated. */
export async function loadPhotos(): Promise<SoapBinding<PhotoOperations>> {
  const { bindings } = await loadContract({ entries: [photosFile] });
  const { PhotoBinding } = bindings;
  if (PhotoBinding?.kind !== "soap") throw new Error("the contract has no binding");
  // The contract has these operations.
  return PhotoBinding as unknown as SoapBinding<PhotoOperations>;
}

/** Bytes that differ from each other. */
export function octets(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => at * 31);
}

/** Gives back what it gets, and notes the attachments of photos. */
export function echoPhotos(packaged: Attachment[]): Server<PhotoOperations> {
  return {
    keep: async (photo, call) => {
      packaged.push(...call.attachments);
      return photo;
    },
    add: async ({ title, picture, note }) => ({ kept: `${title}, ${new TextDecoder().decode(note.bytes)}`, thumbnail: picture }),
    refer: async ({ photo }, call) => {
      const referred = attachmentAt(photo, call.attachments);
      if (referred !== undefined) call.replyAttachments.push(referred);
      return { photo };
    },
  };
}
