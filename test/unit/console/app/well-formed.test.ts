/**
 * Texts that the browser's parser is spared.
 */
import { expect, it } from "vitest";
import { isWellFormed } from "../../../../src/console/app/well-formed.js";

it.each<[string, boolean]>([
  ["<a/>", true],
  ['<?xml version="1.0"?><a b="1" c=\'2\'>x &amp; &#65; &#x41;<b/></a>', true],
  ['<p:a xmlns:p="urn:p"><p:b p:c=""/></p:a>', true],
  ["<a><!-- <b> --><![CDATA[<c>]]><?pi <d>?></a>", true],
  ["", false],
  ["text", false],
  ["<a>", false],
  ["<a></b>", false],
  ["<a></a><b/>", false],
  ["<a><b</a>", false],
  ["<a>&nbsp;</a>", false],
  ["<a>& </a>", false],
  ["<p:a/>", false],
  ['<a b="1" b="2"/>', false],
  ["<a b=1/>", false],
])("%s", (text, want) => expect(isWellFormed(text)).toBe(want));
