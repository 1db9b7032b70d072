/**
 * `soapwright buyers`: the file of buyers.
 */
import { defineCommand } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { choice, text } from "../flags.js";

export const command = defineCommand({
  flags: {
    buyers: text("file", "JSON file of buyers", "buyers.json"),
    scheme: text("name", "identificationSchemeID of the BuyersID, such as GLN"),
    format: choice(["text", "json"], "of the list: a table, or a JSON object a line"),
  },
  operands: {
    usage: "list | add NUMBER | password NUMBER | disable NUMBER | enable NUMBER",
    atLeast: 1,
    atMost: 2,
    missing: "say what to do",
  },
  examples: `  echo secret | soapwright buyers add 4711          reads the password from stdin
  soapwright buyers list --buyers /etc/soapwright/buyers.json
  soapwright buyers disable 4711                    refused from the next request on
  echo other | soapwright buyers password 4012345000009 --scheme GLN`,
  async run(flags, [action = "", buyersId]) {
    const { runBuyersAction } = await import("../operators/buyers.js");
    await runBuyersAction(action, buyersId, flags);
    return ExitCode.clean;
  },
});
