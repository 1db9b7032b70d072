/** A realm without a key distribution center: the key of a service, and tickets for it that a center would have made. */
import { applicationTag, der, derField, Tag } from "../../src/negotiate/der.js";
import { type KerberosAcceptorOptions, kerberosAcceptor } from "../../src/negotiate/kerberos/acceptor.js";
import { EncryptionKey } from "../../src/negotiate/kerberos/etypes.js";
import { type KerberosInitiatorOptions, kerberosInitiator } from "../../src/negotiate/kerberos/initiator.js";
import {
  derEncrypted,
  derFlags,
  derKey,
  derName,
  derText,
  derTime,
  KeyUsage,
  NameType,
  type Principal,
} from "../../src/negotiate/kerberos/messages.js";
import type { AcceptingMechanism, InitiatingMechanism } from "../../src/negotiate/mechanism.js";
import { nodeCryptography } from "../../src/node/cryptography.js";

const realm = "TEST.REALM";
const now = Date.UTC(2026, 10, 29);
const hour = 3_600_000;
const aes256 = 18;
const randomKey = (): EncryptionKey => new EncryptionKey(nodeCryptography, aes256, nodeCryptography.random(32));
const serviceKey = randomKey();
const keyVersion = 3;

const serviceOf = (name: string): Principal => ({ realm, name: { type: NameType.service, parts: name.split("/") } });
const anInteger = (value: number): Uint8Array => der(Tag.integer, Uint8Array.of(value));

/** RFC 4120 §5.3 */
function ticketFor(service: Principal, client: Principal, sessionKey: EncryptionKey, endTime: number): Uint8Array {
  const noTransit = der(Tag.sequence, derField(0, anInteger(1)), derField(1, der(Tag.octetString)));
  const content = der(
    applicationTag(3),
    der(
      Tag.sequence,
      derField(0, derFlags(0)),
      derField(1, derKey(sessionKey)),
      derField(2, derText(client.realm)),
      derField(3, derName(client.name)),
      derField(4, noTransit),
      derField(5, derTime(now - hour)),
      derField(7, derTime(endTime)),
    ),
  );
  const encrypted = { type: serviceKey.type, keyVersion, cipherText: serviceKey.encrypt(KeyUsage.ticket, content) };
  const fields = [derField(0, anInteger(5)), derField(1, derText(service.realm)), derField(2, derName(service.name))];
  return der(applicationTag(1), der(Tag.sequence, ...fields, derField(3, derEncrypted(encrypted))));
}

/** A service whose key table has one key. */
export function kerberosServer(options: Partial<KerberosAcceptorOptions> = {}): AcceptingMechanism {
  const keytab = [{ principal: serviceOf("HTTP/localhost"), keyVersion, type: serviceKey.type, key: serviceKey.octets }];
  return kerberosAcceptor({ cryptography: nodeCryptography, keytab, now: () => now, ...options });
}

/** A user of the realm, with a ticket for a service. */
export function kerberosClient(
  user: string,
  service: string,
  { endTime = now + hour, ...options }: Partial<KerberosInitiatorOptions> & { readonly endTime?: number } = {},
): InitiatingMechanism {
  const client: Principal = { realm, name: { type: NameType.principal, parts: [user] } };
  const sessionKey = randomKey();
  const ticket = ticketFor(serviceOf(service), client, sessionKey, endTime);
  const credentials = [{ client, service: serviceOf(service), key: sessionKey, endTime, ticket }];
  return kerberosInitiator({ cryptography: nodeCryptography, cache: { client, credentials }, now: () => now, ...options });
}
