/**
 * `soapwright machine` as a person runs it.
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { drawMachine } from "../../../src/machine/draw.js";
import { callbackMachine } from "../../../src/services/ipam/callback-machine.js";
import { orderMachine } from "../../../src/services/veloconnect/order-machine.js";
import { Workplace } from "./run-command.js";

describe("soapwright machine", () => {
  let workplace: Workplace;
  beforeEach(() => {
    workplace = new Workplace();
  });
  afterEach(() => workplace.remove());

  it("lists the machines", async () => {
    const { status, stdout } = await workplace.run("machine");
    expect(status).toBe(0);
    expect(stdout.split("\n").map((row) => row.trim().split(/ {2,}/)[0])).toEqual([
      "order",
      "online-shop",
      "text-search",
      "report",
      "ipam",
      "ipam-callbacks",
      "",
    ]);
  });

  it("draws one on the standard output, or into a file", async () => {
    const svg = drawMachine(orderMachine, "svg");
    expect(await workplace.run("machine", "order")).toEqual({ status: 0, stdout: svg, stderr: "" });
    const mermaid = drawMachine(callbackMachine, "mermaid");
    expect(await workplace.run("machine", "ipam-callbacks", "--format", "mermaid")).toMatchObject({ status: 0, stdout: mermaid });
    expect(await workplace.run("machine", "order", "--out", "order.svg")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(workplace.read("order.svg")).toBe(svg);
  });

  it("replaces a drawing of its own; the file of somebody else only by force", async () => {
    await workplace.run("machine", "ipam", "--out", "order.svg");
    expect(await workplace.run("machine", "order", "--out", "order.svg")).toMatchObject({ status: 0, stderr: "" });
    expect(workplace.read("order.svg")).toBe(drawMachine(orderMachine, "svg"));
    workplace.write("order.svg", "<svg/>");
    const refused = await workplace.run("machine", "order", "--out", "order.svg");
    expect(refused).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("files that soapwright did not write: order.svg"),
    });
    expect(workplace.read("order.svg")).toBe("<svg/>");
    expect((await workplace.run("machine", "order", "--out", "order.svg", "--force")).status).toBe(0);
    expect(workplace.read("order.svg")).toBe(drawMachine(orderMachine, "svg"));
  });

  it.each([
    [["ordr"], 'there is no machine "ordr"; did you mean order?'],
    [["pump"], 'there is no machine "pump"; there are order, online-shop, text-search, report, ipam, ipam-callbacks'],
    [["order", "--format", "png"], '--format is one of svg, mermaid, not "png"'],
    [["order", "--out", "no/such/folder.svg"], '"no/such/folder.svg" cannot be written'],
    [["order", "ipam"], '"ipam" is not expected'],
  ])("wrong use ends with 2: %j", async (args, message) => {
    const { status, stderr } = await workplace.run("machine", ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
