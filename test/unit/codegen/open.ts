/**
 * Contracts from texts, as the commands about contracts get them.
 */
import { memoryHost } from "../../../codegen/load/host.js";
import { type OpenContract, openContract } from "../../../codegen/open-contract.js";

/** The contract of documents by name, the first of which is the entry. It must be sound. */
export function contractOf(documents: Readonly<Record<string, string>>): OpenContract {
  const { contract, diagnostics } = openContract({ entries: Object.keys(documents).slice(0, 1), host: memoryHost(documents) });
  if (contract === undefined) throw new Error(diagnostics.map(({ id, message }) => `${id} ${message}`).join("\n"));
  return contract;
}

/** The contract of one schema of the namespace urn:shop, elements qualified. */
export function shop(content: string): OpenContract {
  const attributes =
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:shop" xmlns="urn:shop" elementFormDefault="qualified"';
  return contractOf({ "shop.xsd": `<xs:schema ${attributes}>${content}</xs:schema>` });
}
