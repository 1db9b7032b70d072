/**
 * Document type declarations, which few documents have: a program that allows them brings what reads them, so that bundlers leave it out of
 * others.
 */

/** Reads document type declarations. `documentTypes` is it. */
export interface DocumentTypes {
  /** Reads the declaration on which the reader's window stands, and moves the window past it. `never`: the reader alone has such arguments. */
  readonly read: (window: never, entities: never, isStandalone: boolean) => void;
}

let provided: DocumentTypes | undefined;

/** Makes the option `true` mean this. */
export function provideDocumentTypes(documentTypes: DocumentTypes): void {
  provided = documentTypes;
}

/** What an option says. */
export function documentTypesOf(option: boolean | DocumentTypes | undefined): DocumentTypes | undefined {
  if (typeof option === "object") return option;
  if (option !== true) return undefined;
  if (provided === undefined) {
    throw new Error(
      'this bundle does not read document type declarations: pass `doctype: documentTypes`, of "soapwright", in place of true',
    );
  }
  return provided;
}
