/**
 * A service that reports progress while it works: each session may start an export, and is called back about it. SOAP 1.2 over net.tcp.
 */
import { setTimeout } from "node:timers/promises";
import { listenNetTcp } from "soapwright/node";
import { serveDuplex } from "soapwright/soap";
import { ExportNetTcp } from "./generated/service.js";

const acceptSession = serveDuplex({ binding: ExportNetTcp }, ({ id, callbacks, signal, close }) => ({
  server: {
    start: async ({ records }, call) => {
      await call.reply({ exportId: id });
      await exportRecords(records, signal, (percent) => callbacks.progress({ percent }));
      await callbacks.done({ bytes: records * 100 });
      await close();
      return { exportId: id };
    },
  },
}));

/** Stands for real work. Stops when the client has gone. */
async function exportRecords(records: number, signal: AbortSignal, report: (percent: number) => Promise<void>): Promise<void> {
  for (let percent = 0; percent <= 100 && !signal.aborted; percent += 25) {
    await report(percent);
    await setTimeout(records / 10);
  }
}

const server = await listenNetTcp({ port: Number(process.env.PORT ?? 9003), endpoints: { "/Export": acceptSession } });
console.log(`exports are made at ${server.url}/Export`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => server.close());
