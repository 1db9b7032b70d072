/**
 * What the page was given by its server.
 */
import type { PageConfiguration } from "../service.js";

/** The element that the page is drawn in. */
export function pageRoot(): HTMLElement {
  const root = document.getElementById("console");
  if (root === null) throw new Error("internal: the page has no element for the console");
  return root;
}

// Written by page.ts from a PageConfiguration.
export const configuration = JSON.parse(pageRoot().dataset.configuration ?? "{}") as PageConfiguration;

export type ShownService = PageConfiguration["services"][number];
