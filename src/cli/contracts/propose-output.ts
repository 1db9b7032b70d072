/**
 * Documents -> the folder that their generated files are proposed to go to.
 */

/** A folder named for the first document: `contracts/Order-1.1.wsdl` gives `src/generated/order-1-1`. */
export function proposeOutput(entries: readonly string[]): string {
  const file = (entries[0] ?? "").replaceAll("\\", "/").split(/[?#]/)[0] ?? "";
  const name = file.slice(file.lastIndexOf("/") + 1).replace(/\.(wsdl|xsd|xml)$/i, "");
  const plain = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `src/generated/${plain === "" ? "contract" : plain}`;
}
