/** How many wrong passwords an address may send, and a name may get. */
import { describe, expect, test } from "vitest";
import { WrongPasswords } from "../../src/wrong-passwords.js";

function count(perAddress: number, perName: number, remembered?: number) {
  const clock = { time: 0 };
  const wrong = new WrongPasswords({ perAddress, perName }, () => clock.time, remembered);
  return { clock, wrong };
}

const from = (address: string | undefined, name = "anna") => ({ name, address });

describe("wrong passwords", () => {
  test("of an address, whatever the names", () => {
    const { wrong, clock } = count(2, 100);
    for (const name of ["anna", "bob"]) wrong.noteWrong(from("a", name));
    expect([from("a", "carl"), from("b"), from(undefined)].map((each) => wrong.mayTry(each))).toEqual([false, true, true]);
    clock.time += 30_000;
    expect(wrong.mayTry(from("a"))).toBe(true);
    wrong.noteWrong(from("a"));
    expect(wrong.mayTry(from("a"))).toBe(false);
  });

  test("for a name, whatever the addresses", () => {
    const { wrong, clock } = count(100, 2);
    for (const address of ["a", undefined]) wrong.noteWrong(from(address));
    expect([from("c"), from(undefined), from("c", "bob")].map((each) => wrong.mayTry(each))).toEqual([false, false, true]);
    clock.time += 30_000;
    expect(wrong.mayTry(from("c"))).toBe(true);
  });

  test("for a name do not shut out an address that was right, as long as that is remembered", () => {
    const { wrong } = count(100, 1, 2);
    wrong.noteRight(from("home"));
    wrong.noteRight(from(undefined));
    wrong.noteWrong(from("far"));
    expect([from("home"), from("far"), from(undefined)].map((each) => wrong.mayTry(each))).toEqual([true, false, false]);
    for (const name of ["bob", "carl"]) wrong.noteRight(from("home", name));
    expect(wrong.mayTry(from("home"))).toBe(false);
  });

  test("are remembered for so many names and addresses", () => {
    const { wrong } = count(1, 1, 2);
    for (const key of ["a", "b", "c"]) wrong.noteWrong(from(key, key));
    expect(["a", "b", "c"].map((key) => wrong.mayTry(from(key, key)))).toEqual([true, false, false]);
  });

  test("of names of any length are counted in little memory", () => {
    const { wrong } = count(100, 1);
    wrong.noteWrong(from("a", "x".repeat(60_000)));
    expect(wrong.mayTry(from("b", "x".repeat(512)))).toBe(false);
  });
});
