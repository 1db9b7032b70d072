/**
 * What `soapwright buyers` does: each action by its name.
 */
import { addBuyer, changePassword, disableBuyer, readBuyers } from "../../server/buyers-file.js";
import { writeTable } from "../command.js";
import { UsageError } from "../exit-code.js";
import { readPassword } from "../read-password.js";
import { printFormatted, printJson, printLine, visible } from "../report/print.js";

/** The flags of the command. */
export interface BuyersFlags {
  readonly buyers: string;
  readonly scheme: string | undefined;
  readonly format: "text" | "json";
}

/** Does an action. Throws a UsageError for one that there is not. */
export async function runBuyersAction(action: string, buyersId: string | undefined, flags: BuyersFlags): Promise<void> {
  const { buyers: file, scheme } = flags;
  if (action === "list") return listBuyers(file, flags.format);
  const names = ["add", "password", "disable", "enable"];
  if (!names.includes(action)) throw new UsageError(`soapwright buyers takes list, ${names.join(", ")}, not "${action}"`);
  if (buyersId === undefined) throw new UsageError(`name the buyer: soapwright buyers ${action} NUMBER`);
  const key = { buyersId, ...(scheme !== undefined && { schemeId: scheme }) };
  if (action === "add") await addBuyer(file, key, await readPassword());
  else if (action === "password") await changePassword(file, key, await readPassword());
  else await disableBuyer(file, key, action === "disable");
  printLine(
    process.stderr,
    `${file}: ${buyersId}: ${{ add: "added", password: "has a new password", disable: "disabled", enable: "enabled" }[action]}`,
  );
}

async function listBuyers(file: string, format: BuyersFlags["format"]): Promise<void> {
  const buyers = await readBuyers(file);
  if (format === "json") {
    for (const { buyersId, schemeId, disabled } of buyers) printJson({ buyersId, schemeId, disabled: disabled === true });
    return;
  }
  const rows = buyers.map(({ buyersId, schemeId, disabled }) => {
    const notes = [...(schemeId === undefined ? [] : [`scheme ${schemeId}`]), ...(disabled ? ["disabled"] : [])];
    return [visible(buyersId), visible(notes.join(", "))] as const;
  });
  printFormatted(process.stdout, writeTable(rows));
}
