/**
 * Built-in types -> a regular expression of their texts, to be searched together with the patterns of a schema.
 *
 * Each describes a part of the lexical space that is large enough; whether a text is valid, the datatype says. XSD 1.0 Part 2 §3
 */
import { builtinAncestors } from "../../src/datatypes/builtins.js";
import type { Datatype } from "../../src/datatypes/datatype.js";
import { parseExpression } from "../../src/datatypes/pattern/compile-pattern.js";
import type { Expression } from "../../src/datatypes/pattern/expression.js";

const date = "(19|20)\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])";
const time = "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,6})?";
const zone = "(Z|[+\\-](0\\d|1[0-3]):[0-5]\\d)?";

const expressions: Readonly<Record<string, string>> = {
  token: "([^\\s]+( [^\\s]+)*)?",
  language: "[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
  NMTOKEN: "\\c+",
  Name: "\\i\\c*",
  NCName: "[\\i-[:]][\\c-[:]]*",
  boolean: "true|false|1|0",
  decimal: "[+\\-]?[0-9]+(\\.[0-9]+)?",
  integer: "[+\\-]?[0-9]+",
  float: "[+\\-]?[0-9]+(\\.[0-9]+)?([eE][+\\-]?[0-9]{1,2})?|INF|-INF|NaN",
  double: "[+\\-]?[0-9]+(\\.[0-9]+)?([eE][+\\-]?[0-9]{1,2})?|INF|-INF|NaN",
  dateTime: `${date}T${time}${zone}`,
  date: `${date}${zone}`,
  time: `${time}${zone}`,
  gYearMonth: `(19|20)\\d\\d-(0[1-9]|1[0-2])${zone}`,
  gYear: `(19|20)\\d\\d${zone}`,
  gMonthDay: `--(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])${zone}`,
  gDay: `---(0[1-9]|1\\d|2[0-8])${zone}`,
  gMonth: `--(0[1-9]|1[0-2])${zone}`,
  duration:
    "-?P((\\d+Y)?(\\d+M)?\\d+D|(\\d+Y)?\\d+M|\\d+Y)(T((\\d+H)?(\\d+M)?\\d+(\\.\\d+)?S|(\\d+H)?\\d+M|\\d+H))?|-?PT((\\d+H)?(\\d+M)?\\d+(\\.\\d+)?S|(\\d+H)?\\d+M|\\d+H)",
  hexBinary: "([0-9A-Fa-f]{2})*",
  base64Binary: "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{3}=|[A-Za-z0-9+/][AQgw]==)?",
};

const parsed = new Map<string, Expression>();

/** The texts of the nearest built-in ancestor that restricts its texts; undefined for strings that may be anything. */
export function lexicalSpace(type: Datatype): Expression | undefined {
  for (const local of builtinAncestors(type)) {
    const source = Object.hasOwn(expressions, local) ? expressions[local] : undefined;
    if (source === undefined) continue;
    const known = parsed.get(local) ?? parseExpression(source);
    parsed.set(local, known);
    return known;
  }
  return undefined;
}
