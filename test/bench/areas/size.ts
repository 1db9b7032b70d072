/**
 * The size of programs with generated code, in kilobytes.
 */
import { bundleNames, bundleSize } from "../../support/bundle-size.js";
import type { Report } from "../report.js";

export async function measureSize(report: Report): Promise<void> {
  for (const name of bundleNames) report("bundle, kB of gzip", name, (await bundleSize(name)).gzip / 1000);
}
