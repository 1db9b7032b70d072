/**
 * How a test of a peer names its row in docs/interop.md: by the options of the test.
 *
 * ```ts
 * const php = peerIn("PHP", "rpc/encoded");
 * it("its arrays arrive", php.client("arrays"), async () => { ... });
 * it.each(versions)("its server gets arrays: %s", php.server("arrays"), async (version) => { ... });
 * ```
 *
 * Tests that name the same peer, style and feature share a row. `client` fills the cell of the peer's client against our server,
 * `server` that of our client against the peer's server. A new peer needs an entry in `peers.ts`, and a direction without a test one among its gaps.
 */

export type Direction = "client" | "server";

export interface InteropCell {
  readonly peer: string;
  readonly style: string;
  readonly feature: string;
  /** Which end the peer is. */
  readonly direction: Direction;
}

declare module "vitest" {
  interface TaskMeta {
    interop?: InteropCell;
  }
}

/** The options of a test. */
interface RowOptions {
  readonly meta: { readonly interop: InteropCell };
}

/** Options for the tests of one peer in one style. */
export function peerIn(peer: string, style: string): Readonly<Record<Direction, (feature: string) => RowOptions>> {
  const options = (direction: Direction) => (feature: string) => ({ meta: { interop: { peer, style, feature, direction } } });
  return { client: options("client"), server: options("server") };
}
