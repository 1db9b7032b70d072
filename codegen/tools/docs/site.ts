/**
 * Contract -> files of a static site: a start page, a page for each operation, global element and named type.
 *
 * No server, no network, nothing but links, one style sheet and two scripts that all pages share: it can be opened from a folder. The same
 * contract gives the same bytes.
 */

import { isBuiltIn } from "../../schema/built-in-components.js";
import type { ElementDeclaration, Schema, TypeDefinition } from "../../schema/components.js";
import { Substitution } from "../../schema/substitution.js";
import type { Definitions } from "../../wsdl/components.js";
import type { ContractOperation } from "../../wsdl/operations.js";
import type { Sampler } from "../sample/sampler.js";
import { Addresses } from "./addresses.js";
import { elementPage } from "./element-page.js";
import { indexPage } from "./index-page.js";
import { namesData } from "./names-data.js";
import { operationPage } from "./operation-page.js";
import { type PageContext, wholePage } from "./page.js";
import { siteScript } from "./site-script.js";
import { styleSheet } from "./style.js";
import { typePage } from "./type-page.js";
import { findUses } from "./uses.js";

export interface SiteOptions {
  readonly title: string;
  readonly schema: Schema;
  readonly definitions: Definitions | undefined;
  readonly operations: readonly ContractOperation[];
  readonly sampler: Sampler;
  /** The page where messages are written, relative to the start page, if there is one. */
  readonly console?: string;
  /** Called for each page. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** Makes all files, by path relative to the site's folder. */
export function renderSite(options: SiteOptions): ReadonlyMap<string, string> {
  const { schema, operations, title } = options;
  const elements = sortedByName([...schema.elements.values()].filter((component) => !isBuiltIn(component)));
  const types = sortedByName([...schema.types.values()].filter((component) => !isBuiltIn(component)));
  const addresses = addressesOf(elements, types, operations);
  const context: PageContext = {
    title,
    addresses,
    substitution: new Substitution(schema),
    sampler: options.sampler,
    uses: findUses(schema, operations),
  };
  const files = new Map<string, string>([
    ["style.css", styleSheet],
    ["site.js", siteScript],
    ["names.js", namesData(addresses)],
  ]);
  files.set(
    "index.html",
    indexPage({ ...context, elements, types, operations, definitions: options.definitions, console: options.console }),
  );
  const all = addresses.entries();
  for (const [subject, path] of all) {
    options.onProgress?.(files.size, all.size);
    const { heading, body } =
      "portType" in subject
        ? operationPage(subject, context)
        : subject.kind === "element"
          ? elementPage(subject, context)
          : typePage(subject, context);
    files.set(path, wholePage({ context, heading, body, path }));
  }
  return files;
}

function addressesOf(
  elements: readonly ElementDeclaration[],
  types: readonly TypeDefinition[],
  operations: readonly ContractOperation[],
): Addresses {
  const addresses = new Addresses();
  for (const operation of operations) addresses.add("operation", operation.key, operation);
  for (const element of elements) addresses.add("element", element.name.local, element);
  for (const type of types) addresses.add("type", type.name?.local ?? "", type);
  return addresses;
}

/** By local name, then namespace, by code units. */
function sortedByName<T extends ElementDeclaration | TypeDefinition>(components: readonly T[]): readonly T[] {
  const key = ({ name }: T): string => `${name?.local}\n${name?.namespace}`;
  return [...components].sort((left, right) => (key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0));
}
