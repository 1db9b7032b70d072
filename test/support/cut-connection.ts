/**
 * A way to a server that can be cut: a proxy that passes so many packets and then drops its connections, until it is healed.
 */
import { connect, createServer, type Socket } from "node:net";

export interface CuttableWay {
  readonly port: number;
  /** Packets that went either way since the last `cutAfter`. */
  readonly passed: () => number;
  /** From now on the way is cut after so many packets; undefined: it is whole. */
  readonly cutAfter: (packets: number | undefined) => void;
  readonly close: () => Promise<void>;
}

/** Opens a way to a port of this machine. */
export async function openWay(target: number): Promise<CuttableWay> {
  const sockets = new Set<Socket>();
  let passed = 0;
  let most = Number.POSITIVE_INFINITY;
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const pass = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
    from.on("error", () => undefined);
    from.on("data", (data) => {
      // A packet of the server that does not get through was an answer: what it answers has been done.
      if (passed++ < most) to.write(data);
      else cut();
    });
  };
  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    pass(client, upstream);
    pass(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("internal: a TCP server has no port");
  return {
    port: address.port,
    passed: () => passed,
    cutAfter: (packets) => {
      passed = 0;
      most = packets ?? Number.POSITIVE_INFINITY;
    },
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
