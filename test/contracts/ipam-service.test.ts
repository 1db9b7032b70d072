/**
 * The published sample messages of the IPAM service, given to the service and to the client's tracker.
 *
 * Needs the shared folder (corpus/ipamm2/messages); the payload of each body is taken out of its envelope, which another layer reads.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decode, xmlElement } from "soapwright";
import { describe, expect, test } from "vitest";
import { schema } from "../../generated/ipam/index.js";
import * as ipam from "../../generated/ipam/microsoft-windows-ipam.js";
import { IpamExceptionElement } from "../../generated/ipam/schemas-datacontract-org-microsoft-windows-ipam.js";
import { IIpamOperationWithProgress } from "../../generated/ipam/service.js";
import { readException } from "../../src/services/ipam/exception.js";
import { ProgressTracker } from "../../src/services/ipam/progress-tracker.js";
import { Stage } from "../support/ipam-stage.js";
import { sharedFolder } from "../support/shared-folder.js";

const { operations } = IIpamOperationWithProgress;
const shared = sharedFolder();
const messages = shared === undefined ? undefined : join(shared, "corpus/ipamm2/messages");

function payloadOf(file: string): string {
  const text = readFileSync(join(messages ?? "", file), "utf8");
  return /<s:Body>([\s\S]*)<\/s:Body>/.exec(text)?.[1]?.trim() ?? "";
}

async function initializeWith(file: string): Promise<string> {
  const stage = new Stage();
  // As it stands: what breaks the contract is found by the server.
  const element = decode(xmlElement, payloadOf(file));
  await stage.receiveElement(operations.initializeOperationParameters.inputAction, xmlElement as never, element as never);
  return [...stage.channel.take(), stage.state].join(", ");
}

const refused = "fault IpamApiInvalidParameter, close, Ended";
const accepted = "reply, OperationWithProgressInitialized";

describe.skipIf(messages === undefined)("samples of the IPAM service (skipped without the shared folder)", () => {
  const listed =
    messages === undefined
      ? []
      : ["valid", "invalid"].flatMap((folder) => readdirSync(join(messages, folder)).map((name) => `${folder}/${name}`));
  const initializing = listed.filter((file) => payloadOf(file).includes("<InitializeOperationParameters "));

  test("both kinds are there", () => {
    expect(initializing.filter((file) => file.startsWith("valid/") && !file.includes("semantic-reject"))).toHaveLength(2);
    expect(initializing.filter((file) => file.includes("semantic-reject"))).toHaveLength(3);
    expect(initializing.filter((file) => file.startsWith("invalid/")).length).toBeGreaterThan(5);
  });

  test.each(initializing)("%s", async (file) => {
    const isGood = file.startsWith("valid/") && !file.includes("semantic-reject");
    expect(await initializeWith(file)).toBe(isGood ? accepted : refused);
  });

  test("the callbacks, as a client sees them", () => {
    const breaches: string[] = [];
    const tracker = new ProgressTracker((problem) => breaches.push(problem));
    const take = (file: string): void => {
      const payload = payloadOf(`valid/${file}`);
      const name = /^<(\w+)/.exec(payload)?.[1] ?? "";
      const callbacks: Readonly<Record<string, () => void>> = {
        StartProgressCallback: () =>
          tracker.callbacks.startProgressCallback(decode(ipam.StartProgressCallbackElement, payload, { schema })),
        AddSubTask: () => tracker.callbacks.addSubTask(decode(ipam.AddSubTaskElement, payload, { schema })),
        SetSubTaskStatus: () => tracker.callbacks.setSubTaskStatus(decode(ipam.SetSubTaskStatusElement, payload, { schema })),
        SetCompletionPercentage: () =>
          tracker.callbacks.setCompletionPercentage(decode(ipam.SetCompletionPercentageElement, payload, { schema })),
        SetOverallStatus: () => tracker.callbacks.setOverallStatus(decode(ipam.SetOverallStatusElement, payload, { schema })),
      };
      callbacks[name]?.();
    };
    const run = [
      "05-callback-start-progress.xml",
      "06-callback-add-subtask.xml",
      "07-callback-set-subtask-status-in-progress.xml",
      "08-callback-set-completion-percentage.xml",
    ];
    for (const file of run) take(file);
    expect(tracker.progress.subTasks[0]).toMatchObject({
      id: 1,
      name: "Add filter",
      status: "InProgress",
      percent: "33.333333333333333333",
    });
    for (const file of ["09-callback-set-subtask-status-with-error.xml", "11-callback-set-overall-status-failure.xml"]) take(file);
    expect(tracker.progress).toMatchObject({
      state: "OperationWithProgressCompleted",
      percent: "50",
      overallStatus: "CompletedWithFailure",
      failure: { exceptionId: "IpamApiGenericErrorOccurred", message: "Unable to reach the DHCP server." },
      subTasks: [{ status: "CompletedWithError", failure: { message: "Unable to reach the DHCP server." } }],
    });
    expect(breaches).toEqual([]);
  });

  test("the fault's detail", () => {
    const detail = /<s:Detail>([\s\S]*)<\/s:Detail>/.exec(payloadOf("valid/13-fault-access-denied.xml"))?.[1]?.trim() ?? "";
    const exception = decode(IpamExceptionElement, detail, { schema });
    expect("$nil" in exception ? undefined : readException(exception)).toEqual({
      exceptionId: "IpamApiAccessDenied",
      message: "Access denied.",
    });
  });
});
