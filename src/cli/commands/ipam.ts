/**
 * `soapwright ipam`: the client of the IPAM operation-with-progress service for people.
 */
import { defineCommand } from "../command.js";
import { UsageError } from "../exit-code.js";
import { choice, text, toggle } from "../flags.js";

const defaultEndpoint = "net.tcp://127.0.0.1:48885/Ipam/OperationWithProgress";

export const command = defineCommand({
  flags: {
    params: text("file", "XML file with the operation's parameters"),
    endpoint: text("net.tcp://...", "address of the service", defaultEndpoint),
    encoding: choice(["binary", "text", "utf-16", "utf-16le"], "encoding of messages"),
    tls: toggle("upgrade the connection to TLS"),
    ca: text("file", "PEM file of the authority of the server's certificate; implies --tls"),
    kerberos: toggle("log in by Kerberos, with the ticket that kinit has got"),
    user: text("DOMAIN\\user", "log in by NTLM; the password is read from stdin"),
    insecure: toggle("accept any certificate; implies --tls"),
    format: choice(["text", "json"], "text, or json: one object for each report"),
  },
  operands: { usage: "run OPERATION | operations", atLeast: 1, atMost: 2, missing: "say what to do" },
  examples: `  soapwright ipam run RenameSuperscope --params rename.xml
  soapwright ipam run DeleteDnsZones --params zones.xml --endpoint net.tcp://ipam.example:48885/Ipam/OperationWithProgress --tls
  soapwright ipam run RenameSuperscope --params rename.xml --endpoint net.tcp://ipam.example:48885/Ipam/OperationWithProgress --kerberos
  soapwright ipam operations`,
  async run(flags, [action, operation]) {
    const { listOperations, runNamedOperation } = await import("../ipam/run-operation.js");
    if (action === "operations") return listOperations(flags.format);
    if (action === "run") return runNamedOperation(operation, flags);
    throw new UsageError(`soapwright ipam takes "run" and "operations", not "${action}"`);
  },
});
