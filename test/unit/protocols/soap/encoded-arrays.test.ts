/**
 * Arrays in the SOAP encoding as senders write them: their sizes, and the type that they say of their items.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { loadEncoded } from "./encoded-contract.js";
import { postBody } from "./encoded-posts.js";

type Version = "1.1" | "1.2";

let bindings: Readonly<Record<Version, Awaited<ReturnType<typeof loadEncoded>>>>;
beforeAll(async () => {
  bindings = { "1.1": await loadEncoded("1.1"), "1.2": await loadEncoded("1.2") };
});

const post = (version: Version, body: string) => postBody(bindings[version], body);
const ann = { name: "Ann", age: 30, friend: null };
const ofAnn = "<name>Ann</name><age>30</age><friend xsi:nil='1'/>";
const grid = (...rows: readonly unknown[][]) => ({ item: rows.map((item) => ({ item })) });

describe("items without a type are of the type that their array says", () => {
  const eve = "<name>Eve</name><age>40</age><friend xsi:nil='1'/><salary>10.50</salary>";
  const employee = { $type: "Employee", name: "Eve", age: 40, friend: null, salary: "10.50" };
  const of = (attributes: string) =>
    `<t:echoPeople><value ${attributes}><i>${eve}</i><i xsi:type="t:Person">${ofAnn}</i></value></t:echoPeople>`;

  it("in SOAP 1.1", async () => {
    expect(await post("1.1", of('e:arrayType="t:Employee[2]"'))).toEqual({ input: { value: { item: [employee, ann] } } });
    expect(await post("1.1", of('e:arrayType="x:anyType[2]"')).then(({ fault }) => fault)).toContain("salary");
  });

  it("in SOAP 1.2", async () => {
    expect(await post("1.2", of('e:itemType="t:Employee" e:arraySize="2"'))).toEqual({ input: { value: { item: [employee, ann] } } });
    expect(await post("1.2", of('e:itemType="t:Person"')).then(({ fault }) => fault)).toContain("salary");
  });

  it("in the default namespace, by reference", async () => {
    const body = `<t:echoPeople><value xmlns="urn:encoded" e:itemType="Employee"><i e:ref="e" xmlns=""/></value></t:echoPeople><m e:id="e">${eve}</m>`;
    expect(await post("1.2", body)).toEqual({ input: { value: { item: [employee] } } });
  });
});

describe("SOAP 1.2 reads arrays", () => {
  const numbers = [1, 2, 3, 4, 5, 6].map((value) => `<i>${value}</i>`).join("");
  const gridOf = (attributes: string) => `<t:echoGrid><value e:itemType="x:int" ${attributes}>${numbers}</value></t:echoGrid>`;

  it.each([
    ["* 3", grid([1, 2, 3], [4, 5, 6])],
    [" 2  3 ", grid([1, 2, 3], [4, 5, 6])],
    ["* 4", grid([1, 2, 3, 4], [5, 6, null, null])],
    ["3 2", grid([1, 2], [3, 4], [5, 6])],
  ])('of the size "%s"', async (size, value) => {
    expect(await post("1.2", gridOf(`e:arraySize="${size}"`))).toEqual({ input: { value } });
  });

  it.each([
    ["3 *", '"*" is not the size'],
    ["* *", '"*" is not the size'],
    ["-1 3", '"-1" is not the size'],
    ["2,3", '"2,3" is not the size'],
    ["* 0", "more items than its size says"],
    ["* 1 3", "an array of 3 dimensions stands where one of 2 is declared"],
    ["*  999999999", "references make more than"],
  ])('refuses the size "%s"', async (size, reason) => {
    expect(await post("1.2", gridOf(`e:arraySize="${size}"`)).then(({ fault }) => fault)).toContain(reason);
  });

  it("of arrays, with an itemType and without", async () => {
    const row = (items: string) => `<i e:itemType="x:int" e:arraySize="*">${items}</i>`;
    for (const attributes of [
      'e:arraySize="2"',
      'e:itemType="e:Array"',
      'e:itemType="x:anyType" e:arraySize="*"',
      'e:itemType="x:int[]"',
      "",
    ]) {
      const body = `<t:echoMatrix><value ${attributes}>${row("<i>1</i><i>2</i>")}${row("<i>3</i>")}</value></t:echoMatrix>`;
      expect(await post("1.2", body)).toEqual({ input: { value: { item: [{ item: [1, 2] }, { item: [3] }] } } });
    }
  });
});
