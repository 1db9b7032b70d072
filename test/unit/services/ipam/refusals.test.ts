/**
 * What an operator hears of messages that are refused: the rule of the contract, the id of the exception or the code of the fault, each once.
 */
import { expect, test } from "vitest";
import { StartOperationWithCallbackElement } from "../../../../generated/ipam/microsoft-windows-ipam.js";
import { Stage, stranger } from "../../../support/ipam-stage.js";

test.each<[string, (stage: Stage) => Promise<void>, readonly string[]]>([
  ["a request that is granted", (stage) => stage.initialize(), []],
  ["content that breaks the contract", (stage) => stage.receiveBroken("initializeOperationParameters"), ["cvc-complex-type.2.3"]],
  ["parameters that say nothing", (stage) => stage.initializeWith({}), ["IpamApiInvalidParameter"]],
  ["the element of another message", (stage) => stage.receiveUnreadable(), ["IpamApiInvalidParameter"]],
  [
    "an unknown action",
    (stage) => stage.receiveElement("urn:x", StartOperationWithCallbackElement, {}),
    ["{http://www.w3.org/2005/08/addressing}ActionNotSupported"],
  ],
  ["a request that comes too early", (stage) => stage.start(), ["IpamApiOperationNotAllowed"]],
])("%s", async (_, act, want) => {
  const heard: string[] = [];
  await act(new Stage({ onRefused: (rule) => heard.push(rule) }));
  expect(heard).toEqual(want);
});

test("an operation that the caller may not start", async () => {
  const heard: string[] = [];
  const stage = new Stage({ caller: stranger, onRefused: (rule) => heard.push(rule) });
  await stage.reach("OS");
  expect(heard).toEqual(["IpamApiAccessDenied"]);
});
