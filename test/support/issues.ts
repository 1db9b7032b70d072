/**
 * Documents and values against codecs: what is wrong with them, as text.
 */
import { type DecodeOptions, type Issue, tryDecode, validate } from "soapwright";
import type { Codec } from "soapwright/runtime-v2";
import { expect } from "vitest";

/** The issues of decoding a document, as "rule path". */
export function issuesOf(codec: Codec, xml: string, options: DecodeOptions = {}): readonly string[] {
  const result = tryDecode(codec, xml, options);
  return result.ok ? [] : result.issues.map(describe);
}

/** The issues of a value, as "rule path property.path". */
export function valueIssuesOf(codec: Codec, value: unknown): readonly string[] {
  return validate(codec, value).map((issue) => `${describe(issue)} ${issue.property?.join(".")}`);
}

function describe({ id, path }: Issue): string {
  return `${id} ${path}`;
}

/** Expects exactly these issues ("rule path") when a document is decoded. None: it is valid. */
export function expectIssues(codec: Codec, xml: string, issues: readonly string[], options: DecodeOptions = {}): void {
  expect(issuesOf(codec, xml, options)).toEqual(issues);
}
