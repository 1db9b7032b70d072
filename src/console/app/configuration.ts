/**
 * What the page was given by its server.
 */
import type { PageConfiguration } from "../service.js";

/** Set before anything is drawn. */
export let configuration: PageConfiguration;

/** Takes what the server gave. A page has one console. */
export function configure(given: PageConfiguration): void {
  configuration = given;
}

export type ShownService = PageConfiguration["services"][number];
