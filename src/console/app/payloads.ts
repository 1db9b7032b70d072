/**
 * What an envelope carries.
 */

const isOfEnvelopes = (element: Element): boolean => /envelope\/?$/.test(element.namespaceURI ?? "");

/** The header blocks of an envelope. */
export function headersOf(root: Element): readonly Element[] {
  if (!isOfEnvelopes(root)) return [];
  return [...root.children].filter((child) => child.localName === "Header").flatMap((header) => [...header.children]);
}

/** The elements in the body of an envelope, of a fault those in its detail; of another document the root. */
export function payloadsOf(root: Element): readonly Element[] {
  if (!isOfEnvelopes(root)) return [root];
  const bodies = [...root.children].filter((child) => child.localName === "Body").flatMap((body) => [...body.children]);
  return bodies.flatMap((element) => {
    if (element.localName !== "Fault" || !isOfEnvelopes(element)) return [element];
    const detail = [...element.children].find(({ localName }) => /^detail$/i.test(localName));
    return detail === undefined ? [] : [...detail.children];
  });
}
