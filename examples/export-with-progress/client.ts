/**
 * Starts an export and shows how far it is.
 */
import { connectNetTcp } from "soapwright/node";
import { connectDuplex } from "soapwright/soap";
import { ExportNetTcp } from "./generated/service.js";

const endpoint = process.argv[2] ?? "net.tcp://127.0.0.1:9003/Export";
const { server } = await connectDuplex(
  { binding: ExportNetTcp },
  {
    open: (accept) => connectNetTcp({ endpoint }, accept),
    callbacks: {
      progress: ({ percent }) => console.log(`${percent} %`),
      done: ({ bytes }) => console.log(`exported ${bytes} bytes`),
    },
  },
);
await server.start({ records: 1000 });
