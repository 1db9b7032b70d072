/**
 * The file of buyers that an operator writes.
 */
import { describe, expect, it } from "vitest";
import { Buyers, buyerOf, parseBuyers } from "../../../../src/services/veloconnect/buyers.js";

describe("buyers", () => {
  it("are known by number and scheme", async () => {
    const list = parseBuyers('[{"buyersId":"B1","passwordHash":"x"},{"buyersId":"B1","schemeId":"GLN","passwordHash":"y"}]');
    const buyers = new Buyers(list, async (password, hash) => password === hash);
    expect(buyerOf(await buyers.authenticate({ $value: "B1" }, "x"))).toEqual({ $value: "B1" });
    const gln = { $value: "B1", identificationSchemeID: "GLN" };
    expect(buyerOf(await buyers.authenticate(gln, "y"))).toEqual(gln);
    await expect(buyers.authenticate(gln, "x")).rejects.toMatchObject({ code: 411 });
    await expect(buyers.authenticate({ $value: '["B1",null]' }, "x")).rejects.toMatchObject({ code: 410 });
  });

  it("cannot be distinguished from strangers where there is a decoy", async () => {
    const checked: string[] = [];
    const verify = async (password: string, hash: string): Promise<boolean> => {
      checked.push(hash);
      return password === hash;
    };
    const buyers = new Buyers(parseBuyers('[{"buyersId":"B1","passwordHash":"x"}]'), verify, "decoy");
    expect(buyerOf(await buyers.authenticate({ $value: "B1" }, "x"))).toEqual({ $value: "B1" });
    const refusals = await Promise.all(
      [
        buyers.authenticate({ $value: "B1" }, "y"),
        buyers.authenticate({ $value: "B2" }, "y"),
        buyers.authenticate({ $value: "B2" }, "decoy"),
      ].map((each) => each.catch((error: unknown) => error)),
    );
    expect(refusals).toEqual([refusals[0], refusals[0], refusals[0]]);
    expect(refusals[0]).toMatchObject({ code: 411 });
    expect(checked).toEqual(["x", "x", "decoy", "decoy"]);
  });

  it.each([
    '[{"buyersId":"B","passwordHash":"x"},{"buyersId":"B","passwordHash":"y"}]',
    '[{"buyersId":"B","passwordHash":"x","shemeId":"GLN"}]',
    "{}",
    "[1]",
    "[null]",
    '[{"buyersId":"B"}]',
    '[{"buyersId":7,"passwordHash":"x"}]',
    '[{"buyersId":"B","passwordHash":"x","schemeId":1}]',
  ])("%s is not a file of buyers", (json) => expect(() => parseBuyers(json)).toThrow(/the file of buyers/));
});
