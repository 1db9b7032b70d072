/**
 * Policies as CXF, .NET, Metro and the specification's examples write them, from a WSDL to a client and a server: each is kept, or refused by the name of an assertion.
 */
import { loadContract } from "soapwright/schema";
import { type ClientMeans, clientSecurity, PolicyError, type ServerMeans, serverSecurity } from "soapwright/security";
import { describe, expect, it } from "vitest";
import type { ContractOptions } from "../../../codegen/contract.js";
import { memoryHost } from "../../../codegen/load/host.js";
import { anna, shop } from "./policed-parcels.js";

const namespaces = {
  "1.1": "http://schemas.xmlsoap.org/ws/2005/07/securitypolicy",
  "1.2": "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702",
} as const;

interface Places {
  readonly binding?: string;
  readonly service?: string;
  readonly input?: string;
  readonly output?: string;
  readonly definitions?: string;
  readonly bindingAttributes?: string;
}

function wsdl(
  { binding = "", service = "", input = "", output = "", definitions = "", bindingAttributes = "" }: Places,
  version: "1.1" | "1.2",
): string {
  const policyNamespace = version === "1.1" ? "http://schemas.xmlsoap.org/ws/2004/09/policy" : "http://www.w3.org/ns/ws-policy";
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:w="urn:w" targetNamespace="urn:w"
    xmlns:wsp="${policyNamespace}" xmlns:sp="${namespaces[version]}" xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">
    ${definitions}
    <types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:w"><element name="E" type="string"/></schema></types>
    <message name="M"><part name="e" element="w:E"/></message>
    <portType name="P"><operation name="Do"><input message="w:M"/><output message="w:M"/></operation></portType>
    <binding name="B" type="w:P" ${bindingAttributes}>${binding}<soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
      <operation name="Do"><soap:operation soapAction=""/><input>${input}<soap:body use="literal"/></input><output>${output}<soap:body use="literal"/></output></operation></binding>
    <service name="S">${service}<port name="One" binding="w:B"><soap:address location="http://localhost/"/></port></service></definitions>`;
}

const policy = (content: string): string => `<wsp:Policy><wsp:ExactlyOne><wsp:All>${content}</wsp:All></wsp:ExactlyOne></wsp:Policy>`;
const inside = (local: string, content: string): string => `<sp:${local}><wsp:Policy>${content}</wsp:Policy></sp:${local}>`;
const token = (local: string, version: "1.1" | "1.2", inclusion: string, content: string): string =>
  `<sp:${local} sp:IncludeToken="${namespaces[version]}/IncludeToken/${inclusion}"><wsp:Policy>${content}</wsp:Policy></sp:${local}>`;
const parts =
  '<sp:SignedParts><sp:Body/><sp:Header Namespace="http://www.w3.org/2005/08/addressing"/></sp:SignedParts><sp:EncryptedParts><sp:Body/></sp:EncryptedParts>';
const message: Places = { input: policy(parts), output: policy(parts) };

/** What stands in most bindings. */
const usual = (suite: string, layout = "Lax"): string =>
  `${inside("Layout", `<sp:${layout}/>`)}<sp:IncludeTimestamp/><sp:OnlySignEntireHeadersAndBody/>${inside("AlgorithmSuite", `<sp:${suite}/>`)}`;
const tls = (https = "<sp:HttpsToken><wsp:Policy/></sp:HttpsToken>", more = ""): string =>
  inside("TransportBinding", inside("TransportToken", https) + usual("Basic128") + more);
const symmetric = (protection: string, more = "", suite = "Basic128"): string =>
  inside("SymmetricBinding", inside("ProtectionToken", protection) + usual(suite) + more);
const asymmetric = (initiator: string, recipient: string, more = "", suite = "Basic128"): string =>
  inside("AsymmetricBinding", inside("InitiatorToken", initiator) + inside("RecipientToken", recipient) + usual(suite) + more);
const x509 = (inclusion: string, content = "<sp:WssX509V3Token10/>"): string => token("X509Token", "1.2", inclusion, content);
const signer = x509("AlwaysToRecipient");
const receiver = x509("Never", "<sp:WssX509V3Token10/><sp:RequireIssuerSerialReference/>");
const user = token("UsernameToken", "1.2", "AlwaysToRecipient", "<sp:WssUsernameToken10/>");
const saml = token("SamlToken", "1.2", "AlwaysToRecipient", "<sp:WssSamlV20Token11/>");
const issued = (keyType: string): string =>
  `<sp:IssuedToken sp:IncludeToken="${namespaces["1.2"]}/IncludeToken/AlwaysToRecipient"><sp:Issuer><a:Address xmlns:a="http://www.w3.org/2005/08/addressing">https://sts/</a:Address></sp:Issuer>` +
  `<sp:RequestSecurityTokenTemplate><t:TokenType xmlns:t="urn:t">http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0</t:TokenType>` +
  `<t:KeyType xmlns:t="urn:t">http://docs.oasis-open.org/ws-sx/ws-trust/200512/${keyType}</t:KeyType></sp:RequestSecurityTokenTemplate><wsp:Policy><sp:RequireInternalReference/></wsp:Policy></sp:IssuedToken>`;
const kept = "kept";

const client: ClientMeans = {
  username: "anna",
  password: "secret",
  key: anna.key,
  certificate: anna.cert,
  partner: shop.cert,
  assertion: "<none/>",
  transport: ["clientCertificate", "basic", "digest"],
  allowOld: true,
};
const server: ServerMeans = {
  passwordOf: () => "secret",
  key: shop.key,
  certificate: shop.cert,
  partner: anna.cert,
  assertions: { issuers: { idp: { certificates: [anna.cert] } }, audience: "urn:shop" },
  transport: ["clientCertificate", "basic", "digest"],
  allowOld: true,
};

/** "kept", or what is said by the client's and the server's side, which must be the same. */
async function outcome(places: Places, version: "1.1" | "1.2" = "1.2"): Promise<string> {
  const options: ContractOptions = { entries: ["a.wsdl"], host: memoryHost({ "a.wsdl": wsdl(places, version) }) };
  const { bindings } = await loadContract(options);
  const [binding] = Object.values(bindings);
  if (binding?.kind !== "soap") return "no binding";
  const results = [() => clientSecurity(binding, client), () => serverSecurity(binding, server)].map((make) => {
    try {
      make();
      return kept;
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      return error.message;
    }
  });
  expect(results[1]).toBe(results[0]);
  return results[0] ?? "";
}

describe("policies as they are published", () => {
  it.each<[string, string, string]>([
    ["X.509, by key identifier", symmetric(x509("Never", "<sp:WssX509V3Token10/><sp:RequireKeyIdentifierReference/>")), kept],
    [
      "X.509, by thumbprint, signed before",
      symmetric(x509("Never", "<sp:WssX509V3Token11/><sp:RequireThumbprintReference/>"), "<sp:SignBeforeEncrypting/>"),
      kept,
    ],
    ["a shared key whose token is signed", symmetric(x509("AlwaysToRecipient"), "<sp:ProtectTokens/><sp:SignBeforeEncrypting/>"), kept],
    ["a shared key with an encrypted signature", symmetric(x509("Never"), "<sp:EncryptSignature/>", "Basic256Sha256"), kept],
    ["derived keys", symmetric(x509("Never", "<sp:WssX509V3Token11/><sp:RequireDerivedKeys/><sp:RequireThumbprintReference/>")), kept],
    ["both certificates", asymmetric(signer, receiver), kept],
    ["both certificates, signed", asymmetric(signer, receiver, "<sp:ProtectTokens/>"), kept],
    ["an encrypted signature", asymmetric(signer, receiver, "<sp:EncryptSignature/>", "Basic256Sha256"), kept],
    ["both certificates and a user", asymmetric(signer, receiver) + inside("SignedEncryptedSupportingTokens", user), kept],
    ["a shared key and an endorsing certificate", symmetric(receiver) + inside("EndorsingSupportingTokens", signer), kept],
    ["a shared key and a signed, endorsing certificate", symmetric(receiver) + inside("SignedEndorsingSupportingTokens", signer), kept],
    [
      "a shared key, a user, an endorsing certificate",
      symmetric(receiver) + inside("SignedEncryptedSupportingTokens", user) + inside("EndorsingSupportingTokens", signer),
      kept,
    ],
    ["a shared key and an assertion", symmetric(receiver) + inside("SignedSupportingTokens", saml), kept],
    ["a shared key and an endorsing assertion", symmetric(receiver) + inside("EndorsingSupportingTokens", saml), kept],
    ["both certificates and an assertion", asymmetric(signer, receiver) + inside("SignedSupportingTokens", saml), kept],
    ["an issued token over TLS", tls() + inside("SignedSupportingTokens", issued("Bearer")), kept],
    ["an issued token that endorses", tls() + inside("EndorsingSupportingTokens", issued("PublicKey")), kept],
    ["a user over TLS", tls() + inside("SignedSupportingTokens", user), kept],
    ["a client certificate", tls("<sp:HttpsToken><wsp:Policy><sp:RequireClientCertificate/></wsp:Policy></sp:HttpsToken>"), kept],
    [
      "a choice of ways to prove oneself",
      tls(
        "<sp:HttpsToken><wsp:Policy><wsp:ExactlyOne><sp:HttpSpnego/><sp:HttpBasicAuthentication/></wsp:ExactlyOne></wsp:Policy></sp:HttpsToken>",
      ),
      kept,
    ],
    [
      "an endorsing certificate over TLS that signs the body",
      tls() + inside("EndorsingSupportingTokens", `${signer}<sp:SignedParts><sp:Body/></sp:SignedParts>`),
      kept,
    ],
    [
      "an endorsing certificate as .NET has it",
      tls() +
        inside(
          "EndorsingSupportingTokens",
          `${signer}<sp:SignedParts><sp:Header Name="To" Namespace="http://www.w3.org/2005/08/addressing"/></sp:SignedParts>`,
        ),
      kept,
    ],
    [
      "an optional token",
      `${tls()}<sp:SignedSupportingTokens wsp:Optional="true"><wsp:Policy><sp:KerberosToken><wsp:Policy/></sp:KerberosToken></wsp:Policy></sp:SignedSupportingTokens>`,
      kept,
    ],
    [
      "capabilities",
      `${tls()}<sp:Wss11><wsp:Policy><sp:MustSupportRefKeyIdentifier/><sp:MustSupportRefIssuerSerial/><sp:MustSupportRefThumbprint/><sp:MustSupportRefEmbeddedToken/></wsp:Policy></sp:Wss11><sp:Trust13><wsp:Policy><sp:MustSupportIssuedTokens/><sp:RequireClientEntropy/></wsp:Policy></sp:Trust13>`,
      kept,
    ],
    [
      "a session",
      symmetric(
        `<sp:SecureConversationToken sp:IncludeToken="${namespaces["1.2"]}/IncludeToken/AlwaysToRecipient"><wsp:Policy><sp:RequireDerivedKeys/></wsp:Policy></sp:SecureConversationToken>`,
      ),
      "SecureConversationToken: not supported: sessions of WS-SecureConversation are not established: ask for a binding without one (`establishSecurityContext` of .NET)",
    ],
    [
      "a session over TLS",
      tls() + inside("EndorsingSupportingTokens", "<sp:SecureConversationToken><wsp:Policy/></sp:SecureConversationToken>"),
      "SecureConversationToken: not supported: sessions of WS-SecureConversation are not established: ask for a binding without one (`establishSecurityContext` of .NET)",
    ],
    [
      "Kerberos",
      symmetric("<sp:KerberosToken><wsp:Policy><sp:WssGssKerberosV5ApReqToken11/></wsp:Policy></sp:KerberosToken>"),
      "KerberosToken: not supported: tickets are not sent in messages: use HTTP authentication by Negotiate, as the recipes for clients show it, or an X.509 token",
    ],
    [
      "a bare key",
      tls() + inside("EndorsingSupportingTokens", "<sp:KeyValueToken><wsp:Policy><sp:RsaKeyValue/></wsp:Policy></sp:KeyValueToken>"),
      "KeyValueToken: not supported: nobody vouches for a bare key, so it does not show who sent the message: use an X509Token",
    ],
    [
      "a key from a password",
      symmetric(token("UsernameToken", "1.2", "AlwaysToRecipient", "<sp:WssUsernameToken11/>")),
      "UsernameToken: not supported",
    ],
    [
      "a password that endorses",
      tls() + inside("EndorsingSupportingTokens", user),
      "UsernameToken: no key is made of a password, which anyone who reads the signature could find by trying: send the UsernameToken by SignedEncryptedSupportingTokens, or endorse by an X509Token",
    ],
    [
      "a secret of an issuer",
      tls() + inside("EndorsingSupportingTokens", issued("SymmetricKey")),
      "IssuedToken: a token that endorses needs the KeyType PublicKey: no signature is made by a secret that an issuer gives out",
    ],
    [
      "encryption first",
      asymmetric(signer, receiver, "<sp:EncryptBeforeSigning/>"),
      "EncryptBeforeSigning: not supported: a signature over encrypted content does not say that its sender knows the content: ask for SignBeforeEncrypting",
    ],
    [
      "a certificate that signs nothing",
      tls() + inside("SignedSupportingTokens", signer),
      "X509Token: a certificate that signs nothing does not show who sent it: use EndorsingSupportingTokens",
    ],
    ["Triple DES", asymmetric(signer, receiver, "", "TripleDesRsa15"), "TripleDesRsa15: content cannot be encrypted so"],
    ["PKCS #1 1.5", symmetric(receiver, "", "Basic128Rsa15"), "Basic128Rsa15: content cannot be encrypted so"],
    [
      "a path of certificates",
      asymmetric(x509("AlwaysToRecipient", "<sp:WssX509PkiPathV1Token10/>"), receiver),
      "WssX509PkiPathV1Token10: not supported: paths of certificates are not sent: ask for WssX509V3Token10, and have the receiver trust the authority that issued the certificate",
    ],
    [
      "two endorsing tokens",
      symmetric(receiver) + inside("EndorsingSupportingTokens", signer + saml),
      "SamlToken: a message has one endorsing signature",
    ],
    ["two users", tls() + inside("SignedSupportingTokens", user + user), "UsernameToken: one UsernameToken is sent"],
  ])("%s", async (_, binding, result) => {
    const isUnderTls = binding.includes("TransportBinding");
    expect(await outcome({ ...(isUnderTls ? {} : message), binding: policy(binding) })).toBe(result);
  });

  const body = "<sp:XPath>/s:Envelope/s:Body</sp:XPath>".replace(
    "<sp:XPath>",
    '<sp:XPath xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">',
  );
  it.each<[string, string, string]>([
    [
      "content of the body",
      `<sp:SignedParts><sp:Body/></sp:SignedParts><sp:ContentEncryptedElements>${body}</sp:ContentEncryptedElements>`,
      kept,
    ],
    [
      "any element of a name",
      "<sp:SignedParts><sp:Body/></sp:SignedParts><sp:ContentEncryptedElements><sp:XPath>//*[local-name()='Body']</sp:XPath></sp:ContentEncryptedElements>",
      "ContentEncryptedElements: the path \"//*[local-name()='Body']\" is not supported",
    ],
    [
      "content of a header block",
      `<sp:SignedParts><sp:Body/></sp:SignedParts><sp:ContentEncryptedElements>${body.replace("s:Body", "s:Header/x:Order").replace("xmlns:s", 'xmlns:x="urn:x" xmlns:s')}</sp:ContentEncryptedElements>`,
      'ContentEncryptedElements: the content of "{urn:x}Order" cannot be encrypted alone: ask for EncryptedElements',
    ],
    [
      "attachments",
      "<sp:SignedParts><sp:Body/><sp:Attachments/></sp:SignedParts>",
      `SignedParts: "{${namespaces["1.2"]}}Attachments" is not supported in it`,
    ],
  ])("of messages: %s", async (_, each, result) => {
    expect(await outcome({ binding: policy(asymmetric(signer, receiver)), input: policy(each), output: policy(each) })).toBe(result);
  });
});

describe("policies are found where they are attached", () => {
  const binding = asymmetric(signer, receiver);
  const declared = `<wsp:Policy wsu:Id="B1"><wsp:ExactlyOne><wsp:All>${binding}</wsp:All></wsp:ExactlyOne></wsp:Policy><wsp:Policy wsu:Id="M1">${parts}</wsp:Policy>`;
  const references: Places = {
    definitions: declared,
    input: '<wsp:PolicyReference URI="#M1"/>',
    output: '<wsp:PolicyReference URI="#M1"/>',
  };
  it.each<[string, Places, "1.1" | "1.2"]>([
    ["at the binding", { ...message, binding: policy(binding) }, "1.2"],
    ["at the service", { ...message, service: policy(binding) }, "1.2"],
    ["by reference", { ...references, binding: '<wsp:PolicyReference URI="#B1"/>' }, "1.2"],
    ["by wsp:PolicyURIs", { ...references, bindingAttributes: 'wsp:PolicyURIs="#B1"' }, "1.2"],
    [
      "by the names of 2004 and 2005",
      {
        definitions: declared.replaceAll(namespaces["1.2"], namespaces["1.1"]),
        input: references.input ?? "",
        output: references.output ?? "",
        binding: '<wsp:PolicyReference URI="#B1"/>',
      },
      "1.1",
    ],
    [
      "as the first alternative that can be kept",
      {
        ...message,
        binding: `<wsp:Policy><wsp:ExactlyOne><wsp:All>${symmetric("<sp:KerberosToken/>")}</wsp:All><wsp:All>${binding}</wsp:All></wsp:ExactlyOne></wsp:Policy>`,
      },
      "1.2",
    ],
    [
      "in parts that belong together",
      { ...message, binding: policy(binding), service: policy(inside("Wss10", "<sp:MustSupportRefIssuerSerial/>")) },
      "1.2",
    ],
  ])("%s", async (_, places, version) => {
    expect(await outcome(places, version)).toBe(kept);
  });

  it("and not passed over where one cannot be read", async () => {
    expect(await outcome({ ...message, binding: '<wsp:PolicyReference URI="#Missing"/>' })).toContain("its policy could not be read");
  });
});
