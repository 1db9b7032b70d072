import { decode, encode } from "soapwright";
import { describe, expect, test } from "vitest";
import { schema } from "../../../../generated/ipam/index.js";
import { IpamExceptionElement } from "../../../../generated/ipam/schemas-datacontract-org-microsoft-windows-ipam.js";
import type { CallerIdentity } from "../../../../src/services/ipam/caller.js";
import { type OperationOutcome, runOperation } from "../../../../src/services/ipam/client.js";
import { createDemonstrationRunner } from "../../../../src/services/ipam/demonstration-runner.js";
import { exceptionOf, readException } from "../../../../src/services/ipam/exception.js";
import { createRegistry } from "../../../../src/services/ipam/runner.js";
import { createIpamService } from "../../../../src/services/ipam/service.js";
import { administrator, createFilters, ManualClock, noPolicy, openIpam, stranger } from "../../../support/ipam-stage.js";
import type { MemoryOptions } from "../../../support/memory-channel.js";

const texts = new TextDecoder();

function runOver(memory: MemoryOptions, caller: CallerIdentity = administrator): Promise<OperationOutcome> {
  const service = createIpamService({
    registry: createRegistry({}, createDemonstrationRunner()),
    policy: noPolicy,
    scopes: { accessScopeOf: () => undefined },
    clock: new ManualClock(),
  });
  return runOperation({ open: openIpam(service, caller, memory), clock: new ManualClock(), parameters: createFilters });
}

describe("over real XML", () => {
  test("the demonstration comes out alike in text and binary", async () => {
    const documents: string[] = [];
    const outcome = await runOver({ onDocument: (document) => documents.push(document) });
    expect(outcome.kind).toBe("completed");
    expect(outcome).toEqual(await runOver({ contentType: "application/soap+msbinsession1" }));
    // Two requests, their replies, and the callbacks.
    expect(documents).toHaveLength(2 + 2 + 20);
  });

  test("a refusal brings its exception", async () => {
    const outcome = await runOver({}, stranger);
    expect(outcome).toMatchObject({ kind: "refused", exception: { exceptionId: "IpamApiAccessDenied" } });
  });

  test("exceptions with inner ones keep their types and namespaces", () => {
    const detail = {
      exceptionId: "IpamApiInvalidParameter",
      message: "a < b & c",
      inner: { exceptionId: "IpamApiAccessDenied", message: "" },
    } as const;
    const text = texts.decode(encode(IpamExceptionElement, exceptionOf(detail)));
    const received = decode(IpamExceptionElement, text, { schema });
    expect("$nil" in received ? undefined : readException(received)).toEqual(detail);
    expect(text).toMatch(/<IpamExceptionData [^>]*type="(\w+):IpamExceptionData"/);
    const prefix = /<IpamExceptionData [^>]*type="(\w+):IpamExceptionData"/.exec(text)?.[1];
    expect(text).toContain(`xmlns:${prefix}="http://Microsoft.Windows.Ipam"`);
  });
});
