/**
 * Names of WS-SecurityPolicy 1.1 (2005/07), 1.2 (200702) and 1.3 (200802), whose assertions are called alike.
 */
const namespaces: ReadonlySet<string> = new Set([
  "http://schemas.xmlsoap.org/ws/2005/07/securitypolicy",
  "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200512",
  "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702",
  "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200802",
]);
/** Suites with AES in GCM mode, which WS-SecurityPolicy has none of. */
const suiteNamespace = "http://cxf.apache.org/custom/security-policy";

/** The local name of an assertion or attribute of WS-SecurityPolicy; undefined for all others. */
export function policyName(clark: string): string | undefined {
  const end = clark.indexOf("}");
  const namespace = clark.slice(1, end);
  return namespaces.has(namespace) || namespace === suiteNamespace ? clark.slice(end + 1) : undefined;
}

/** Assertions about HTTP authentication that .NET writes beside those of WS-SecurityPolicy. */
const httpNamespace = "http://schemas.microsoft.com/ws/06/2004/policy/http";

/** The local name of an assertion about HTTP authentication; undefined for all others. */
export function httpAuthenticationName(clark: string): string | undefined {
  const end = clark.indexOf("}");
  return clark.slice(1, end) === httpNamespace ? clark.slice(end + 1) : undefined;
}

/** Tests for an assertion about security that is not of WS-SecurityPolicy. */
export function isForeignSecurity(clark: string): boolean {
  return policyName(clark) === undefined && /securitypolicy|security-policy/i.test(clark.slice(0, clark.indexOf("}")));
}
