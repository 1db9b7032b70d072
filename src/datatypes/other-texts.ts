/**
 * Other texts of a number whose canonical text a pattern forbids: 00042 for 42, 1.50E2 for 150.
 *
 * In: the canonical text. Out: texts of the same value, likely ones first. Unusual patterns may match none of them.
 */

/** Numbers are padded with zeros up to the width of 64-bit numbers. */
const widest = 20;

/** Other texts of an integer. */
export function* otherIntegers(text: string): Iterable<string> {
  const sign = text.startsWith("-") ? "-" : "";
  const digits = text.slice(sign.length);
  for (let width = digits.length + 1; width <= widest; width++) yield sign + digits.padStart(width, "0");
  if (sign !== "") return;
  for (let width = digits.length; width <= widest; width++) yield `+${digits.padStart(width, "0")}`;
}

/** Other texts of a number in floating point: with zero to twenty fraction digits, as in 150.00 and 1.500E2, that read back as the same number. */
export function* otherFloats(text: string, parse: (text: string) => number): Iterable<string> {
  const number = parse(text);
  if (!Number.isFinite(number)) return;
  for (let digits = 0; digits <= widest; digits++) {
    const forms = [number.toExponential(digits).replace("e+", "E").replace("e", "E")];
    if (Math.abs(number) < 1e21) forms.push(number.toFixed(digits));
    for (const form of forms) if (parse(form) === number) yield* [form, form.replace("E", "e")];
  }
}
