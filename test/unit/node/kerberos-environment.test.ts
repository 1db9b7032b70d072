import { expect, test } from "vitest";
import { readCenters } from "../../../src/node/kerberos-environment.js";

test("centers of realms, as krb5.conf has them", () => {
  const text = `
[libdefaults]
  default_realm = A.EXAMPLE
[realms]
  A.EXAMPLE = {
    kdc = dc1.a.example
    # kdc = old.a.example
    kdc = dc2.a.example:1088
    admin_server = dc1.a.example
  }
  B.EXAMPLE = {
    kdc = [::1]:89
  }
[domain_realm]
  .a.example = A.EXAMPLE
[appdefaults]
  C.EXAMPLE = {
    kdc = elsewhere
  }
`;
  expect([...readCenters(text)]).toEqual([
    [
      "A.EXAMPLE",
      [
        { host: "dc1.a.example", port: 88 },
        { host: "dc2.a.example", port: 1088 },
      ],
    ],
    ["B.EXAMPLE", [{ host: "::1", port: 89 }]],
  ]);
});
