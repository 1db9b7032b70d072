/**
 * The log, with and without the package that writes it.
 */
import { afterEach, expect, it, vi } from "vitest";

afterEach(() => {
  vi.doUnmock("pino");
  vi.restoreAllMocks();
  vi.resetModules();
});

/** ESC, U+009B and a character that reorders text: what terminals obey. */
const hostile = "\u001b[2J\u009b31m\u202e";
const steering = /[^\P{Cc}\n]|\p{Cf}/u;

it("without pino is one JSON object a line, errors with their text", async () => {
  vi.doMock("pino", () => {
    throw new Error("Cannot find package 'pino'");
  });
  const lines: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  const { openLog } = await import("../../../src/server/log.js");
  const log = await openLog();
  log.info({ path: "/x", status: 200 }, "request");
  log.error({ err: new TypeError("bad") }, "internal error");
  log.info({ buyer: hostile }, "request");
  vi.restoreAllMocks();
  expect(lines.join("")).not.toMatch(steering);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 30, time: expect.stringMatching(/^\d{4}-/), path: "/x", status: 200, msg: "request" },
    {
      level: 50,
      time: expect.any(String),
      err: { type: "TypeError", message: "bad", stack: expect.stringContaining("TypeError: bad") },
      msg: "internal error",
    },
    { level: 30, time: expect.any(String), buyer: hostile, msg: "request" },
  ]);
});
