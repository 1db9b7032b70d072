/**
 * Texts of files -> the values that items have, or what is wrong with them.
 */
import { isCurrency } from "../../services/veloconnect/index.js";

/** Gives the value of a text. Throws a ValueError. */
export type ReadValue<T = string> = (text: string) => T;

/** A text is not a value. The message goes on after the text: `is not a decimal number`. */
export class ValueError extends Error {
  override readonly name = "ValueError";
}

export const readDecimal: ReadValue = (text) => {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new ValueError("is not a decimal number");
  return text;
};

export const readPositive: ReadValue = (text) => {
  if (/^[0.]+$/.test(readDecimal(text))) throw new ValueError("is not more than 0");
  return text;
};

export const readDate: ReadValue = (text) => {
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
  if (!isDate) throw new ValueError("is not a date: YYYY-MM-DD");
  return text;
};

export const readCurrency: ReadValue = (text) => {
  if (!isCurrency(text)) throw new ValueError("is not a currency that UBL lists");
  return text;
};

/** UPC-A has 12 digits, which are an EAN with a leading 0. GS1 General Specifications §7.9.1 has the check digit. */
export const readEan: ReadValue = (text) => {
  if (!/^(\d{8}|\d{12,13})$/.test(text)) throw new ValueError("is not an EAN of 8 or 13 digits");
  const sum = [...text].reverse().reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  if (sum % 10 !== 0) throw new ValueError("is not an EAN: its last digit is wrong");
  return text.length === 12 ? `0${text}` : text;
};

export const readFlag: ReadValue<boolean> = (text) => {
  if (/^(true|yes|1)$/i.test(text)) return true;
  if (/^(false|no|0)$/i.test(text)) return false;
  throw new ValueError("is neither yes nor no");
};
