/**
 * Our two ends of Kerberos with a real key distribution center: tickets of every encryption type, from a credential cache and by request.
 *
 * Needs Debian's krb5-kdc, krb5-admin-server and krb5-user; skipped without them.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kerberosAcceptor } from "../../src/negotiate/kerberos/acceptor.js";
import { kerberosInitiator } from "../../src/negotiate/kerberos/initiator.js";
import { readKeytab } from "../../src/negotiate/kerberos/keytab.js";
import { acceptNegotiation } from "../../src/negotiate/spnego/acceptor.js";
import { negotiateWith } from "../../src/negotiate/spnego/initiator.js";
import { nodeCryptography } from "../../src/node/cryptography.js";
import { readKerberosEnvironment } from "../../src/node/kerberos-environment.js";
import { negotiateClientUpgrade, negotiateServerUpgrade } from "../../src/node/net-tcp-negotiate.js";
import { callerOfIdentity } from "../../src/services/ipam/caller.js";
import { runOperation } from "../../src/services/ipam/client.js";
import { KerberosRealm, realm, realmProblem } from "../support/kerberos-realm.js";
import { converse, handshake } from "../support/negotiate-world.js";
import { client, describeOutcome, rename, startServer } from "../support/net-tcp-world.js";

const skipped = realmProblem === undefined ? "" : ` (skipped: ${realmProblem})`;

describe.skipIf(realmProblem !== undefined)(`a Kerberos realm${skipped}`, () => {
  const world = new KerberosRealm();
  beforeAll(() => world.start());
  afterAll(() => world.stop());

  const initiator = async (environment = world.logIn(), now = Date.now) =>
    kerberosInitiator({ cryptography: nodeCryptography, now, ...(await readKerberosEnvironment(environment)) });
  const acceptor = (keytab = "server.keytab", options: { readonly services?: readonly string[]; readonly now?: () => number } = {}) =>
    kerberosAcceptor({
      cryptography: nodeCryptography,
      keytab: readKeytab(readFileSync(join(world.folder, keytab))),
      now: Date.now,
      ...options,
    });

  test("the ticket is got from the center, and the signature of its PAC is right", async () => {
    const agreed = handshake(await negotiateWith("host/localhost", [await initiator()]), acceptNegotiation([acceptor()]));
    expect(agreed.acceptor.peer).toEqual({ name: `anna@${realm}`, otherNames: [], securityIds: [] });
    expect(agreed.initiator.peer.name).toBe(`host/localhost@${realm}`);
    converse(agreed);
  });

  test("a ticket that kvno has put into the cache", async () => {
    const { execFileSync } = await import("node:child_process");
    const environment = world.logIn("kvno.ccache");
    execFileSync("kvno", ["host/localhost"], { env: environment });
    const { cache } = await readKerberosEnvironment(environment);
    const offline = kerberosInitiator({ cryptography: nodeCryptography, now: Date.now, cache });
    converse(handshake(await offline.begin("host/localhost"), acceptor().begin()));
  });

  test.each(["aes128-cts", "aes256-cts", "aes128-sha2", "aes256-sha2"])("%s", async (type) => {
    const name = `host/${type}.localhost`;
    world.addService(name, `${type}.keytab`, `${type}:normal`);
    converse(handshake(await (await initiator()).begin(name), acceptor(`${type}.keytab`).begin()));
  });

  test("RC4 is refused by name", async () => {
    world.addService("host/rc4.localhost", "rc4.keytab", "arcfour-hmac:normal");
    const begun = await (await initiator()).begin("host/rc4.localhost");
    const problem = `the ticket for host/rc4.localhost@${realm} uses RC4; only AES is supported`;
    expect(() => handshake(begun, acceptor("rc4.keytab").begin())).toThrow(problem);
  });

  test("names that clients may ask for", async () => {
    const named = (services: readonly string[]) => acceptor("server.keytab", { services }).begin();
    converse(handshake(await (await initiator()).begin("host/localhost"), named(["HTTP/x", "HOST/LocalHost"])));
    const begun = await (await initiator()).begin("host/localhost");
    expect(() => handshake(begun, named(["HOST/other"]))).toThrow(`the ticket is for host/localhost@${realm}, not for HOST/other`);
  });

  test("a key of another service", async () => {
    world.addService("host/other", "other.keytab");
    const begun = await (await initiator()).begin("host/localhost");
    expect(() => handshake(begun, acceptor("other.keytab").begin())).toThrow("no key opens the ticket for host/localhost");
  });

  test("a request that was sent before", async () => {
    const mechanism = acceptor();
    const first = (await (await initiator()).begin("host/localhost")).begin();
    expect(mechanism.begin().step(first).kind).toBe("done");
    expect(() => mechanism.begin().step(first)).toThrow("the authenticator was used before");
  });

  test.each([
    { what: "a clock that is ten minutes off", client: 600_000, server: 0, want: "the client's clock differs" },
    { what: "an expired ticket", client: 0, server: 11 * 3_600_000, want: "has expired" },
    { what: "a ticket from the future", client: 0, server: -3_600_000, want: "is not valid yet" },
  ])("$what", async ({ client: skew, server, want }) => {
    const environment = world.logIn("kvno.ccache");
    const { execFileSync } = await import("node:child_process");
    execFileSync("kvno", ["host/localhost"], { env: environment });
    const begun = await (await initiator(environment, () => Date.now() + skew)).begin("host/localhost");
    expect(() => handshake(begun, acceptor("server.keytab", { now: () => Date.now() + server }).begin())).toThrow(want);
  });

  test("services and realms that the center does not know", async () => {
    const mechanism = await initiator();
    await expect(mechanism.begin("host/nobody")).rejects.toThrow(`no ticket for host/nobody@${realm}: the service is not known`);
    await expect(readKerberosEnvironment({ KRB5CCNAME: "KEYRING:x" })).rejects.toThrow("not a credential cache in a file");
    await expect(readKerberosEnvironment({ KRB5CCNAME: "/nonexistent" })).rejects.toThrow("ENOENT");
  });

  test("a whole run of IPAM, as anna", async () => {
    const callers: string[] = [];
    const server = await startServer({
      listen: { upgrades: [negotiateServerUpgrade([acceptor()])], upgradeRequired: true },
      callerOf: ({ identity }) => {
        if (identity === undefined) throw new Error("nobody");
        callers.push(identity.name);
        return callerOfIdentity(identity);
      },
      service: { policy: { groups: { IpamAdministrators: `ANNA@${realm}` }, roles: {}, accessPolicies: [] } },
    });
    const upgrade = negotiateClientUpgrade({ mechanisms: [await initiator()], service: "host/localhost" });
    const outcome = await runOperation({ open: client(server.endpoint, { upgrade }), parameters: rename, onProgress: () => undefined });
    expect(describeOutcome(outcome)).toMatch(/^completed CompletedWithSuccess 100/);
    expect(callers).toEqual([`anna@${realm}`]);
    expect((await server.store.runs()).map(({ caller, operationId, state }) => [caller, operationId, state])).toEqual([
      [`anna@${realm}`, "RenameSuperscope", "succeeded"],
    ]);
    await server.close();
    expect(server.refused).toEqual([]);
  });
});
