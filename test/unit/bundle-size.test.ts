/**
 * Bundles of programs with generated code: what few of them need must not come with all of them.
 */
import { describe, expect, it } from "vitest";
import { type BundleName, bundleSize } from "../support/bundle-size.js";

/** Compressed bytes, about a tenth more than was measured when the line was written. Take a number down when a bundle gets smaller. */
const most: Readonly<Record<BundleName, number>> = {
  "a decoder": 61_000,
  "a decoder, readers only": 58_000,
  "a decoder, tables only": 48_000,
  "decoder and encoder": 72_000,
  "SOAP client": 88_000,
};

// Object.entries loses the type of keys.
describe.each(Object.entries(most) as [BundleName, number][])("%s", (name, limit) => {
  it("is no larger than it was", async () => {
    const { gzip, modules } = await bundleSize(name);
    expect(gzip).toBeGreaterThan(10_000);
    expect(gzip, largest(modules)).toBeLessThanOrEqual(limit);
  });
});

function largest(modules: ReadonlyMap<string, number>): string {
  const sorted = [...modules].sort(([, one], [, other]) => other - one);
  return sorted
    .slice(0, 10)
    .map(([path, bytes]) => `${bytes} ${path}`)
    .join("\n");
}
