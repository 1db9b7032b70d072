/**
 * Flags of a command, as the command line gives them.
 */
import { describe, expect, it } from "vitest";
import { UsageError } from "../../../src/cli/exit-code.js";
import { asksForHelp, choice, list, number, percentage, readFlags, required, text, toggle, toggledOff } from "../../../src/cli/flags.js";

const flags = {
  out: text("folder", "where files go"),
  title: text("text", "heading", "Orders"),
  schema: list("file", "schema"),
  lenient: toggle("be lenient"),
  ipam: toggledOff("no IPAM"),
  format: choice(["text", "json"], "format"),
  maxBytes: number("count", "bytes", { min: 1, max: 100, initial: 10 }),
  hours: number("hours", "hours", { min: 0.5, fractions: true, initial: undefined }),
};
const defaults = {
  out: undefined,
  title: "Orders",
  schema: [],
  lenient: false,
  ipam: true,
  format: "text",
  maxBytes: 10,
  hours: undefined,
};

describe("flags", () => {
  it.each<{ given: readonly string[]; values?: object; operands?: readonly string[] }>([
    { given: [] },
    { given: ["a.xml", "--out", "x", "b.xml"], values: { out: "x" }, operands: ["a.xml", "b.xml"] },
    { given: ["--out=x=y"], values: { out: "x=y" } },
    { given: ["--out", "x", "--out", "y"], values: { out: "y" } },
    { given: ["--out", "-"], values: { out: "-" } },
    { given: ["--out=--force"], values: { out: "--force" } },
    { given: ["--schema", "a.xsd", "--schema=b.xsd"], values: { schema: ["a.xsd", "b.xsd"] } },
    { given: ["--schema", "x.xsd", "x.xsd"], values: { schema: ["x.xsd"] }, operands: ["x.xsd"] },
    { given: ["--lenient", "x"], values: { lenient: true }, operands: ["x"] },
    { given: ["--lenient", "--no-lenient"], values: { lenient: false } },
    { given: ["--no-ipam"], values: { ipam: false } },
    { given: ["--format", "json"], values: { format: "json" } },
    { given: ["--max-bytes", "100"], values: { maxBytes: 100 } },
    { given: ["--hours", "0.5"], values: { hours: 0.5 } },
    { given: ["--", "--out", "x"], operands: ["--out", "x"] },
  ])("$given", ({ given, values = {}, operands = [] }) => {
    expect(readFlags(flags, given)).toEqual({ values: { ...defaults, ...values }, operands });
  });

  it.each<{ given: readonly string[]; want: string }>([
    { given: ["--ot", "x"], want: 'there is no flag "--ot"; did you mean --out?' },
    { given: ["--maxBytes", "1"], want: 'there is no flag "--maxBytes"; did you mean --max-bytes?' },
    { given: ["--no-iapm"], want: 'there is no flag "--no-iapm"; did you mean --no-ipam?' },
    { given: ["--no-out"], want: 'there is no flag "--no-out"' },
    { given: ["--something-else"], want: "there are --out, --title, --schema, --lenient, --ipam, --format, --max-bytes, --hours" },
    { given: ["--constructor"], want: 'there is no flag "--constructor"' },
    { given: ["--__proto__"], want: 'there is no flag "--__proto__"' },
    { given: ["-x"], want: 'there is no flag "-x"' },
    { given: ["--out"], want: "--out needs a value" },
    { given: ["--out", "--lenient"], want: "--out needs a value" },
    { given: ["--lenient=no"], want: "--lenient takes no value" },
    { given: ["--format", "yaml"], want: '--format is one of text, json, not "yaml"' },
    { given: ["--max-bytes", "0"], want: '--max-bytes is a whole number from 1 to 100, not "0"' },
    { given: ["--max-bytes", "1.5"], want: '--max-bytes is a whole number from 1 to 100, not "1.5"' },
    { given: ["--max-bytes", "1e1"], want: '--max-bytes is a whole number from 1 to 100, not "1e1"' },
    { given: ["--max-bytes="], want: '--max-bytes is a whole number from 1 to 100, not ""' },
    { given: ["--hours", "0.25"], want: "--hours is a number from 0.5 to" },
  ])("$given is refused", ({ given, want }) => {
    const read = (): unknown => readFlags(flags, given);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(want);
  });

  it("may be required", () => {
    const out = { out: required("folder", "folder for the site") };
    expect(() => readFlags(out, [])).toThrow("--out is missing: folder for the site");
    expect(readFlags(out, ["--out", "x"]).values.out).toBe("x");
  });

  it.each([
    [["--help"], true],
    [["a", "-h"], true],
    [["--", "--help"], false],
    [[], false],
  ])("%j asks for help: %s", (args, want) => expect(asksForHelp(args)).toBe(want));
});

describe("a share in percent", () => {
  const read = (...given: readonly string[]): number => readFlags({ cut: percentage("cuts") }, given).values.cut;

  it.each([
    [[], 0],
    [["--cut", "5"], 5],
    [["--cut", "5%"], 5],
    [["--cut=2.5%"], 2.5],
    [["--cut=100"], 100],
  ])("%j", (given, want) => {
    expect(read(...given)).toBe(want);
  });

  it.each(["101", "-1", "5%%", "", "%", "five"])("is not %j", (given) => {
    expect(() => read(`--cut=${given}`)).toThrow(UsageError);
  });
});
