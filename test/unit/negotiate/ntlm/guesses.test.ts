/** Wrong passwords that are sent one after another. */
import { describe, expect, test } from "vitest";
import { windowsTimeOf } from "../../../../src/negotiate/windows-time.js";
import { nodeCryptography } from "../../../../src/node/cryptography.js";
import { anna, handshake, ntlmClient, ntlmServer } from "../../../support/negotiate-world.js";

/** A server with a clock and a count of the proofs that it has computed. */
function serve(perAddress: number, perName: number) {
  const clock = { time: Date.UTC(2026, 10, 29) };
  const work = { proofs: 0 };
  const server = ntlmServer({
    wrongPasswords: { perAddress, perName },
    windowsTime: () => windowsTimeOf(clock.time),
    cryptography: {
      ...nodeCryptography,
      hmac: (...given) => {
        work.proofs++;
        return nodeCryptography.hmac(...given);
      },
    },
  });
  const logIn = async (address: string | undefined, password: string, user = "anna"): Promise<string> => {
    const begun = await ntlmClient(user, password).begin("host/server");
    try {
      return handshake(begun, server.begin(address)).acceptor.peer.name;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  return { clock, work, logIn };
}

const wrong = (user = "anna"): string => `NTLM: no account "TEST\\${user}" with this password`;
const tooMany = (user = "anna"): string => `NTLM: too many passwords were wrong for "TEST\\${user}" or from its address`;

describe("passwords of one address", () => {
  test("are not checked after so many wrong ones, the right one neither", async () => {
    const { logIn, clock } = serve(2, 100);
    expect([await logIn("a", "1"), await logIn("a", "2"), await logIn("a", "secret")]).toEqual([wrong(), wrong(), tooMany()]);
    expect(await logIn("b", "secret")).toBe(anna.name);
    clock.time += 30_000;
    expect(await logIn("a", "secret")).toBe(anna.name);
  });

  test("right ones do not count", async () => {
    const { logIn } = serve(1, 1);
    for (let time = 0; time < 5; time++) expect(await logIn("a", "secret")).toBe(anna.name);
  });
});

describe("passwords of one account", () => {
  test("from many addresses", async () => {
    const { logIn } = serve(1, 2);
    expect([await logIn("a", "1"), await logIn("b", "2"), await logIn("c", "secret")]).toEqual([wrong(), wrong(), tooMany()]);
  });

  test("that are wrong do not shut out who was let in before", async () => {
    const { logIn } = serve(100, 1);
    expect([await logIn("home", "secret"), await logIn("far", "1"), await logIn("far", "2")]).toEqual([anna.name, wrong(), tooMany()]);
    expect(await logIn("home", "secret")).toBe(anna.name);
  });

  test("the case of a name does not matter", async () => {
    const { logIn } = serve(100, 1);
    expect([await logIn("a", "1", "Anna"), await logIn("a", "2", "ANNA")]).toEqual([wrong("Anna"), tooMany("ANNA")]);
  });
});

test("whether there is an account is told neither by when it is refused nor by the work", async () => {
  const outcomesOf = async (user: string) => {
    const { logIn, work } = serve(100, 3);
    const outcomes: unknown[] = [];
    for (const password of ["1", "2", "3", "4", "5"]) outcomes.push((await logIn(password, password, user)).replace(user, ""), work.proofs);
    return outcomes;
  };
  expect(await outcomesOf("nora")).toEqual(await outcomesOf("anna"));
});

test("a server without settings has bounds", async () => {
  const server = ntlmServer();
  let refusedAfter = 0;
  for (; refusedAfter < 1000; refusedAfter++) {
    const begun = await ntlmClient("anna", "wrong").begin("host/server");
    const attempt = (): unknown => handshake(begun, server.begin("a"));
    try {
      attempt();
    } catch (error) {
      if (String(error).includes("too many")) break;
    }
  }
  expect(refusedAfter).toBe(60);
});
