/**
 * A service whose binding has policies, and clients and servers that are made from them.
 */
import { type ClientMeans, clientSecurity, type ServerMeans, serverSecurity } from "soapwright/security";
import { type Call, createClient, createHandler, type EnvelopeFilter, recordEnvelopes, serve } from "soapwright/soap";
import type { BindingPolicies, Policy, PolicyAssertion, PolicyElement } from "../../../src/service/policy.js";
import { makeCertificate } from "../../support/tls-certificate.js";
import { type ParcelOperations, ParcelSoap11 } from "../protocols/soap/parcel-contract.js";

export const namespace = "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702";
export const older = "http://schemas.xmlsoap.org/ws/2005/07/securitypolicy";

/** An assertion with the assertions in it. */
export function sp(local: string, ...inside: readonly PolicyAssertion[]): PolicyAssertion {
  return inside.length === 0 ? { name: `{${namespace}}${local}` } : { name: `{${namespace}}${local}`, policy: [inside] };
}

/** An assertion with elements in it. */
export const parts = (local: string, ...parameters: readonly PolicyElement[]): PolicyAssertion => ({
  name: `{${namespace}}${local}`,
  parameters,
});
export const body: PolicyElement = { name: `{${namespace}}Body` };
export const header = (ns: string, name?: string): PolicyElement => ({
  name: `{${namespace}}Header`,
  attributes: name === undefined ? { Namespace: ns } : { Namespace: ns, Name: name },
});
export const xpath = (text: string): PolicyElement => ({ name: `{${namespace}}XPath`, text });

export const suite = (name: string): PolicyAssertion => sp("AlgorithmSuite", sp(name));
export const gcm: PolicyAssertion = sp("AlgorithmSuite", { name: "{http://cxf.apache.org/custom/security-policy}Basic256GCM" });
export const tls = (...inside: readonly PolicyAssertion[]): PolicyAssertion =>
  sp(
    "TransportBinding",
    sp("TransportToken", sp("HttpsToken")),
    suite("Basic256Sha256"),
    sp("Layout", sp("Strict")),
    sp("IncludeTimestamp"),
    ...inside,
  );
export const username = (...inside: readonly PolicyAssertion[]): PolicyAssertion =>
  sp("SignedSupportingTokens", sp("UsernameToken", sp("WssUsernameToken10"), ...inside));
export const x509 = (inclusion: string, ...inside: readonly PolicyAssertion[]): PolicyAssertion => ({
  ...sp("X509Token", sp("WssX509V3Token10"), ...inside),
  attributes: { [`{${namespace}}IncludeToken`]: `${namespace}/IncludeToken/${inclusion}` },
});
export const asymmetric = (algorithms: PolicyAssertion, ...inside: readonly PolicyAssertion[]): PolicyAssertion =>
  sp(
    "AsymmetricBinding",
    sp("InitiatorToken", x509("AlwaysToRecipient")),
    sp("RecipientToken", x509("Never", sp("RequireThumbprintReference"))),
    algorithms,
    sp("IncludeTimestamp"),
    ...inside,
  );
export const symmetric = (algorithms: PolicyAssertion, ...inside: readonly PolicyAssertion[]): PolicyAssertion =>
  sp(
    "SymmetricBinding",
    sp("ProtectionToken", x509("Never", sp("RequireThumbprintReference"), ...inside)),
    algorithms,
    sp("IncludeTimestamp"),
  );
export const signedBody = [[parts("SignedParts", body)]];

export const anna = makeCertificate("Anna");
export const shop = makeCertificate("Shop");
export const annas: ClientMeans = { key: anna.key, certificate: anna.cert, partner: shop.cert };
export const shops: ServerMeans = { key: shop.key, certificate: shop.cert, partner: anna.cert };
export const password: ClientMeans = { username: "anna", password: "secret" };
export const passwords: ServerMeans = { passwordOf: (name) => (name === "anna" ? "secret" : undefined) };

export function policed(endpoint: Policy, messages: Policy | undefined = undefined): typeof ParcelSoap11 {
  const own = messages === undefined ? {} : { input: messages, output: messages };
  const properties = Object.keys(ParcelSoap11.portType.operations);
  const policies: BindingPolicies = { endpoint, operations: Object.fromEntries(properties.map((property) => [property, own])) };
  return { ...ParcelSoap11, policies };
}

export interface Called {
  readonly answer: unknown;
  readonly user: string | undefined;
  readonly signer: string | undefined;
  readonly endorser: string | undefined;
  readonly identity: string | undefined;
  readonly request: string;
  readonly response: string;
}

export async function call(
  binding: typeof ParcelSoap11,
  client: ClientMeans,
  server: ServerMeans,
  between: readonly EnvelopeFilter[] = [],
): Promise<Called> {
  const security = serverSecurity(binding, server);
  let user: string | undefined;
  let signer: string | undefined;
  let endorser: string | undefined;
  let identity: string | undefined;
  const handler = createHandler({
    services: [
      serve(binding, {
        async send({ to }, received: Call<ParcelOperations["send"]>) {
          user = security.userOf(received);
          signer = security.signerOf(received)?.subject;
          endorser = security.endorserOf(received)?.subject;
          identity = security.identityOf(received)?.name;
          return { number: to.length };
        },
        note: async () => undefined,
        open: async () => 1,
        close: async () => 2,
        count: async () => 3,
      }),
    ],
    ...security.options,
  });
  const own = clientSecurity(binding, client);
  const envelopes: string[] = [];
  const record = recordEnvelopes(({ text }) => void envelopes.push(text));
  const { filters, headerBlocks } = own;
  const parcels = createClient(binding, { url: "https://a/", fetch: handler, headerBlocks, filters: [...filters, ...between, record] });
  const answer = await parcels.send({ to: "Anna", weight: "1" }).catch((error: unknown) => error);
  const [request = "", response = ""] = envelopes;
  return { answer, user, signer, endorser, identity, request, response };
}

/** An IssuedToken that is asked for so. */
export function issued(template: Readonly<Record<string, string>>): PolicyAssertion {
  const trust = "http://docs.oasis-open.org/ws-sx/ws-trust/200512";
  const asked = Object.entries(template).map(([local, text]) => ({ name: `{${trust}}${local}`, text }));
  return {
    name: `{${namespace}}IssuedToken`,
    parameters: [{ name: `{${namespace}}Issuer` }, { name: `{${namespace}}RequestSecurityTokenTemplate`, parameters: asked }],
    policy: [[sp("RequireInternalReference")]],
  };
}

/** What a call of `send` for "Anna" is answered. */
export const number = { number: 4 };
