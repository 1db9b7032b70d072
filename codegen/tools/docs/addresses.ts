/**
 * Components -> file names of their pages: readable, safe in every file system, different also where case does not count.
 */

import type { ElementDeclaration, TypeDefinition } from "../../schema/components.js";
import type { ContractOperation } from "../../wsdl/operations.js";

export type PageSubject = ElementDeclaration | TypeDefinition | ContractOperation;

/** The pages of a site by what they are about. */
export class Addresses {
  readonly #paths = new Map<PageSubject, string>();
  readonly #taken = new Set<string>();

  /** Gives a page its path; in the order of the calls, which is that of the names. */
  add(folder: string, name: string, subject: PageSubject): void {
    const safe = `${folder}/${safeName(name)}`;
    let path = safe;
    for (let number = 2; this.#taken.has(path.toLowerCase()); number++) path = `${safe}-${number}`;
    this.#taken.add(path.toLowerCase());
    this.#paths.set(subject, `${path}.html`);
  }

  /** Relative to the site's folder; undefined for what has no page. */
  pathOf(subject: PageSubject): string | undefined {
    return this.#paths.get(subject);
  }

  entries(): ReadonlyMap<PageSubject, string> {
    return this.#paths;
  }
}

/** Letters of other scripts as numbers: not every file system and server agrees about them. */
function safeName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`).slice(0, 120);
}
