/**
 * A catalogue as CSV: items, and a report of wrong lines.
 */
import { describe, expect, it } from "vitest";
import { readCatalogueCsv } from "../../../../src/merchandise/catalogue/read-csv.js";

const head = "number;description;unit;currency;price";
const problemsOf = (csv: string): readonly string[] =>
  [...readCatalogueCsv(csv)].flatMap((line) =>
    "problem" in line ? [`${line.problem.line}:${line.problem.column} ${line.problem.message}`] : [],
  );
const entriesOf = (csv: string): unknown => [...readCatalogueCsv(csv)].flatMap((line) => ("entry" in line ? [line.entry] : []));

describe("items", () => {
  it("have all that a line can say", () => {
    const columns = [
      "Number;DESCRIPTION;unit;currency;price;price@10;price@5;recommendedRetailPrice;ean;manufacturer;manufacturersNumber",
      "packQuantity;packUnit;step;backlog;stock;expectedOn;replacements;replacedBy;picture",
    ].join(";");
    const line =
      '20020;"Tyre ""28""; wide";EA;EUR;12,50;11.00;;24,95;4006381333931;Rubber Works;T-28;10;PK;2;no;3,5;2030-01-31;20021|20022;;https://x/1.jpg';
    expect(entriesOf(`${columns}\n${line}\n20010;;;;;;;;;;;;;;;;;;20020 20021;\n`)).toEqual([
      {
        kind: "item",
        item: {
          number: "20020",
          description: 'Tyre "28"; wide',
          unit: "EA",
          currency: "EUR",
          prices: [
            { from: "0", amount: "12.50" },
            { from: "10", amount: "11.00" },
          ],
          recommendedRetailPrice: "24.95",
          ean: "4006381333931",
          manufacturer: { number: "T-28", name: "Rubber Works" },
          pack: { quantity: "10", unit: "PK" },
          step: "2",
          backlog: false,
          links: [{ uri: "https://x/1.jpg", kinds: ["picture"] }],
        },
        stock: { quantity: "3.5", expectedOn: "2030-01-31", replacements: ["20021", "20022"] },
      },
      { kind: "replaced", number: "20010", by: ["20020", "20021"] },
    ]);
  });

  it("an UPC gets a leading 0; a number keeps its zeros", () => {
    expect(entriesOf(`${head};ean\n007;x;EA;EUR;1;036000291452`)).toMatchObject([{ item: { number: "007", ean: "0036000291452" } }]);
  });
});

describe("wrong lines", () => {
  it("are named with line, column and what is wrong; the others are read", () => {
    const csv = [
      `${head};stock;expectedOn;ean;step`,
      "1;One;EA;EUR;1,20;5;2030-01-01;;",
      "2;Two;EA;EUR;1,2O;;;;",
      "3;;EA;EUR;1;;;;",
      "4;Four;EA;XXX;1;;;;",
      "1;Again;EA;EUR;1;;;;",
      "5;Five;EA;EUR;1;1;2030-02-30;;",
      "6;Six;EA;EUR;1;;;4006381333932;",
      "7;Seven;EA;EUR;1;;;;0",
      "8;Eight;EA;EUR;1;;;;;;",
      "9;Nine;EA",
      '10;"Ten"x;EA;EUR;1;;;;',
      "11;Eleven;EA;EUR;1;;;;",
      '12;"Twelve;EA',
    ].join("\n");
    expect(problemsOf(csv)).toEqual([
      '3:14 price: "1,2O" is not a decimal number',
      "4:3 description: is missing",
      '5:11 currency: "XXX" is not a currency that UBL lists',
      '6:1 number: "1" is in line 2 already',
      '7:19 expectedOn: "2030-02-30" is not a date: YYYY-MM-DD',
      '8:18 ean: "4006381333932" is not an EAN: its last digit is wrong',
      '9:21 step: "0" is not more than 0',
      "10:22 there are 11 fields and 9 columns",
      "11:10 price: is missing",
      "12:9 text follows the closing quote",
      "14:4 the quote is never closed",
    ]);
    expect(entriesOf(csv)).toMatchObject([{ item: { number: "1" } }, { item: { number: "11" } }]);
  });

  it.each<[string, string, string]>([
    ["nothing", "", "1:1 the file is empty"],
    ["an unknown column", `${head};colour\n`, '1:40 there is no column "colour"; there are number'],
    ["a column twice", `${head};price\n`, '1:40 the column "price" comes twice'],
    ["a missing column", "number;description\n1;x", '1:1 the column "unit" is missing'],
    ["other text", "<html>\n</html>", '1:1 there is no column "<html>"'],
  ])("%s in place of the names of columns ends it", (_, csv, want) => {
    const problems = problemsOf(csv);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(want);
  });

  it("with commas between fields a decimal has a point", () => {
    const comma = head.replaceAll(";", ",");
    expect(problemsOf(`${comma}\n1,One,EA,EUR,"1,20"`)).toEqual(['2:14 price: "1,20" is not a decimal number']);
    expect(entriesOf(`${comma}\n1,One,EA,EUR,1.20`)).toHaveLength(1);
  });
});
