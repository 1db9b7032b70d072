/**
 * `soapwright serve`: the services, until a signal ends it.
 */
import { defineCommand } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { readPassword } from "../read-password.js";
import { printLine } from "../report/print.js";
import { readServerOptions, serveFlags } from "../serve/flags.js";

export const command = defineCommand({
  flags: serveFlags,
  operands: { usage: "" },
  examples: `  soapwright serve
  soapwright serve --port 9000 --data /var/lib/soapwright --buyers buyers.json
  soapwright serve --database postgres://user@host/shop --orders /srv/orders --host 0.0.0.0 --buyers buyers.json
  soapwright serve --ipam-keytab ipam.keytab --ipam-spn HOST/ipam.contoso.example --ipam-roles roles.json
  echo -n secret | soapwright serve --hash-password`,
  async run(flags) {
    if (flags.hashPassword) {
      const { hashPassword } = await import("../../server/passwords.js");
      printLine(process.stdout, await hashPassword(await readPassword()));
      return ExitCode.clean;
    }
    if (flags.hashNt) {
      const { describeNtHash } = await import("../../server/ntlm-accounts.js");
      printLine(process.stdout, describeNtHash(await readPassword()));
      return ExitCode.clean;
    }
    const options = readServerOptions(flags, process.env);
    const { runServer } = await import("../serve/run-server.js");
    return runServer(options);
  },
});
