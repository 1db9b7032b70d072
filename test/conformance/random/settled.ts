/**
 * Differences among the judges that the specification settles in our favour: what another judge is known to do wrong.
 *
 * Each is as narrow as the answers allow, and names the clause.
 */
import type { Judgement } from "./compare.js";

interface SettledDifference {
  readonly why: string;
  applies(judgement: Judgement): boolean;
}

const xercesSays = (judgement: Judgement, pattern: RegExp): boolean =>
  judgement.xerces.keys.length > 0 && judgement.xerces.keys.every((key) => pattern.test(key));
const weSay = (judgement: Judgement, pattern: RegExp): boolean =>
  judgement.ours.length > 0 && judgement.ours.every(({ id }) => pattern.test(id));

/** Where we differ from Xerces. */
const xercesDifferences: readonly SettledDifference[] = [
  {
    why: 'Xerces takes the context element for one of the descendants that ".//x" names (Part 1 §3.11.6, XPath 1.0 §2.5: "//" is descendant-or-self::node()/, then a child)',
    applies: (judgement) =>
      judgement.schema.includes('xpath=".//') && xercesSays(judgement, /^cvc-(identity-constraint|id\.3)/) && weSayNothing(judgement),
  },
  {
    why: 'Xerces takes one of the attributes that "@*" finds, whatever they are, and none of xsi; a field has one member at most (Part 1 §3.11.4 cvc-identity-constraint.3)',
    applies: (judgement) =>
      /xpath="[^"]*@\*/.test(judgement.schema) &&
      [...judgement.ours.map(({ id }) => id), ...judgement.xerces.keys].some((id) => id.startsWith("cvc-identity-constraint")),
  },
  {
    why: "Xerces does not count repeated wildcards rightly (Part 1 §3.9.4 cvc-particle): its own message of the refusal is often missing",
    applies: (judgement) =>
      weSayNothing(judgement) &&
      /<xs:any [^>]*maxOccurs="\d/.test(judgement.schema) &&
      (judgement.xerces.message.startsWith("Can't find resource for bundle") ||
        xercesSays(judgement, /^cvc-complex-type\.2\.4|^cos-nonambig$/)),
  },
  {
    why: "Xerces compares gDay and gMonth across time zones wrongly; 31Z is after any first day (Part 2 §3.2.13, §3.2.14, §3.2.7.4)",
    applies: (judgement) =>
      /xs:(gDay|gMonth)"/.test(judgement.schema) &&
      /---?\d\dZ/.test(`${judgement.schema}${judgement.instance}`) &&
      [...judgement.ours.map(({ id }) => id), ...judgement.xerces.keys].some((id) => /clusive|enumeration|datatype-valid/.test(id)),
  },
  {
    why: "Xerces normalizes a fixed date of another time zone to another day (Part 2 §3.2.9: equal to itself)",
    applies: (judgement) =>
      weSayNothing(judgement) &&
      xercesSays(judgement, /^cvc-(complex-type\.3\.1|elt\.5\.2\.2\.2\.2|au)/) &&
      judgement.schema.includes('fixed="1999-12-31+14:00"'),
  },
  {
    why: "Xerces and libxml2 let a bound reach the one it inherits (Part 2 §4.3.8.4 maxExclusive-valid-restriction.3, §4.3.9.4 minExclusive-less-than-maxInclusive)",
    applies: (judgement) =>
      judgement.instance === undefined &&
      judgement.xerces.valid &&
      judgement.ours.some(({ id }) => /^(min|max)(In|Ex)clusive-less-than/.test(id)),
  },
  {
    why: "Xerces counts UTF-16 code units, not characters (Part 2 §4.3.1, §2.4.1.3 length of string)",
    applies: (judgement) =>
      judgement.xerces.valid &&
      weSay(judgement, /^cvc-(length|minLength|maxLength)-valid$/) &&
      /[\u{10000}-\u{10ffff}]/u.test(`${judgement.schema}${judgement.instance}`),
  },
  {
    why: "Xerces leaves out a choice without branches, which nothing satisfies (Part 1 §3.8.4 cvc-model-group.2, §3.4.2 clause 2.1.3)",
    applies: (judgement) =>
      hasEmptyChoice(judgement.schema) &&
      [...judgement.ours.map(({ id }) => id), ...judgement.xerces.keys].every((id) => /^cvc-complex-type\.2\.4/.test(id)),
  },
  {
    why: "Xerces takes indeterminate values for out of order; only greater or equal is wrong (Part 2 §4.3.8.4, §4.3.9.4)",
    applies: (judgement) =>
      judgement.instance === undefined && xercesSays(judgement, /^(min|max)(In|Ex)clusive-less-than/) && weSayNothing(judgement),
  },
  {
    why: "anySimpleType has no variety, so it is not a member of a union (Part 1 §3.14.6 cos-st-restricts.3.1)",
    applies: (judgement) => judgement.xerces.valid && judgement.ours.some(({ id }) => id === "cos-st-restricts.3.1"),
  },
  {
    why: "a simple type that is final for restriction is not restricted by simple content either (Part 1 §3.4.2, §3.14.6 st-props-correct.3)",
    applies: (judgement) =>
      judgement.xerces.valid &&
      judgement.ours.some(({ id }) => id === "st-props-correct.3") &&
      judgement.schema.includes("<xs:simpleContent><xs:restriction"),
  },
  {
    why: "a group without particles restricts what may be empty (our deviation at cos-particle-restrict.2)",
    applies: (judgement) =>
      judgement.instance === undefined &&
      xercesSays(judgement, /^(rcase-Recurse\.2|cos-particle-restrict\.2|derivation-ok-restriction\.5\.4\.2)$/) &&
      weSayNothing(judgement) &&
      hasEmptyGroup(judgement.schema),
  },
  {
    why: "Xerces loses count of what fields find in elements that nest in themselves; libxml2 finds what we find (Part 1 §3.11.4)",
    applies: (judgement) =>
      judgement.xerces.valid && judgement.libxml2?.valid === false && weSay(judgement, /^cvc-identity-constraint\.(3|4\.2)/),
  },
  {
    why: "Xerces leaves out a choice without branches, behind which nothing can follow (Part 1 §3.8.4 cvc-model-group.2, §3.8.6 cos-nonambig)",
    applies: (judgement) => weSayNothing(judgement) && xercesSays(judgement, /^cos-nonambig$/) && hasEmptyChoice(judgement.schema),
  },
  {
    why: "Xerces leaves out a group without particles, by which a choice may be left out (Part 1 §3.8.4 cvc-model-group, §3.8.6 cos-nonambig)",
    applies: (judgement) => judgement.xerces.valid && weSay(judgement, /^cos-nonambig$/) && hasEmptyGroup(judgement.schema),
  },
  {
    why: "Xerces does not count references to elements that another one's substitution group has; after two of {2,2} a third is the next particle's (Part 1 appendix H)",
    applies: (judgement) =>
      weSayNothing(judgement) &&
      xercesSays(judgement, /^cos-nonambig$/) &&
      /substitutionGroup/.test(judgement.schema) &&
      /ref="[^"]*" minOccurs="2" maxOccurs="2"/.test(judgement.schema),
  },
  {
    why: "Xerces and libxml2 do not look for the IDs that defaults of IDREF and IDREFS name (Part 1 §3.4.5 [attributes], §3.15.5, §3.3.4 cvc-id.1)",
    applies: (judgement) =>
      judgement.xerces.valid && weSay(judgement, /^cvc-id\.1$/) && /type="xs:IDREFS?"[^>]* default=/.test(judgement.schema),
  },
];

/** Where libxml2 alone differs. */
const libxml2Differences: readonly SettledDifference[] = [
  {
    why: "libxml2 does not check that an IDREF has an ID (Part 1 §3.3.4 cvc-id.1)",
    applies: (judgement) => libxml2Accepts(judgement) && weSay(judgement, /^cvc-id\.1$/),
  },
  {
    why: "libxml2 takes an empty list for one of NMTOKENS, IDREFS or ENTITIES, which have minLength 1 (Part 2 §3.3.4)",
    applies: (judgement) =>
      libxml2Accepts(judgement) && judgement.ours.some(({ message }) => message.includes('""')) && /NMTOKENS/.test(judgement.schema),
  },
  {
    why: 'libxml2 lets a choice be left out whose branch has maxOccurs="0" (Part 1 §3.9.2)',
    applies: (judgement) =>
      libxml2Accepts(judgement) && weSay(judgement, /^cvc-complex-type\.2\.4/) && judgement.schema.includes('maxOccurs="0"'),
  },
  {
    why: "libxml2 lets NaN, values of another time zone and the end of a day pass bounds (Part 2 §3.2.4.1, §3.2.7.4: incomparable is not less)",
    applies: (judgement) =>
      libxml2Accepts(judgement) &&
      judgement.ours.some(({ id }) => /^cvc-(min|max)(In|Ex)clusive-valid$/.test(id)) &&
      /NaN|Z|24:00|-05:00/.test(`${judgement.schema}${judgement.instance}`),
  },
  {
    why: "libxml2 does not compare an empty list to a fixed value (Part 1 §3.2.4 cvc-au)",
    applies: (judgement) =>
      libxml2Accepts(judgement) && judgement.ours.some(({ id }) => /^cvc-(complex-type\.3\.1|elt\.5\.2\.2\.2\.2)$/.test(id)),
  },
  {
    why: "libxml2 does not process the white space of a fixed value (Part 1 §3.3.4 cvc-elt.5.2.2.2.2: values are compared)",
    applies: (judgement) =>
      weSayNothing(judgement) &&
      /fixed value constraint/.test(judgement.libxml2?.message ?? "") &&
      /fixed="( [^"]*|[^"]* |[^"]* {2}[^"]*)"/.test(judgement.schema),
  },
  {
    why: "libxml2 does not always collapse white space around values (Part 1 §3.1.4 normalized value, Part 2 §4.3.6)",
    applies: (judgement) => weSayNothing(judgement) && /: '(\s[^']*|[^']*\s)' is not a valid value/.test(judgement.libxml2?.message ?? ""),
  },
  {
    why: 'libxml2 does not find the attributes of xsi: by "@*" (Part 1 §3.11.6, XPath 1.0 §2.3)',
    applies: (judgement) =>
      libxml2Accepts(judgement) &&
      /xpath="[^"]*@\*/.test(judgement.schema) &&
      judgement.ours.some(({ id }) => id.startsWith("cvc-identity-constraint")),
  },
];

/** Why the judges' answers may differ; undefined where they should not, or agree. */
export function isSettled(judgement: Judgement): boolean {
  const ours = judgement.ours.length === 0;
  if (ours !== judgement.xerces.valid) return xercesDifferences.some((difference) => difference.applies(judgement));
  if (judgement.instance === undefined || judgement.libxml2 === undefined || judgement.libxml2.valid === ours) return true;
  return libxml2Differences.some((difference) => difference.applies(judgement));
}

function weSayNothing({ ours }: Judgement): boolean {
  return ours.length === 0;
}

function libxml2Accepts({ libxml2 }: Judgement): boolean {
  return libxml2?.valid === true;
}

function hasEmptyChoice(schema: string): boolean {
  return /<xs:choice[^>]*><\/xs:choice>|maxOccurs="0"/.test(schema);
}

function hasEmptyGroup(schema: string): boolean {
  return /<xs:(choice|sequence|all)[^>]*><\/xs:|maxOccurs="0"/.test(schema);
}
