/**
 * Upgrades of a stream during the preamble: what a mechanism implements, and TLS. MC-NMF §2.2.3.6, MS-NMFTB
 *
 * Each mechanism is one object: its `accept` performs the handshake on the stream and returns a stream that unwraps what follows, with the
 * identity of the peer. None is offered by default; a client that asks for one that is not offered gets the fault UpgradeInvalid.
 */
import type { Duplex } from "node:stream";
import { connect, createSecureContext, type SecureContext, type SecureContextOptions, TLSSocket } from "node:tls";
import type { PeerIdentity } from "../protocols/duplex/channel.js";

/** The stream on which the session goes on. */
export interface UpgradedStream {
  readonly stream: Duplex;
  readonly identity: PeerIdentity | undefined;
}

/** An upgrade that a server offers. */
export interface ServerUpgrade {
  /** The name in the upgrade request. */
  readonly name: string;
  /**
   * Begins at once, since the client's first octets may follow without delay. Rejects when the handshake fails, or is not over in so many
   * milliseconds; the caller closes. The address is the client's, of IPv6 its first 64 bits; undefined if it is not known.
   */
  accept(stream: Duplex, timeLeft: number, address?: string): Promise<UpgradedStream>;
}

/** An upgrade that a client asks for. */
export interface ClientUpgrade {
  readonly name: string;
  start(stream: Duplex, host: string): Promise<Duplex>;
}

export const tlsUpgradeName = "application/ssl-tls";

/** TLS at a server. */
export interface TlsServerOptions extends Pick<SecureContextOptions, "cert" | "key" | "ca" | "passphrase" | "pfx"> {
  /** Asks for a certificate of `ca` and refuses a client without one. */
  readonly requireClientCertificate?: boolean;
}

/** The upgrade to TLS at a server, `application/ssl-tls`. */
export function tlsServerUpgrade({ requireClientCertificate = false, ...certificates }: TlsServerOptions): ServerUpgrade {
  const secureContext = createSecureContext({ ...certificates, minVersion: "TLSv1.2" });
  return { name: tlsUpgradeName, accept: (stream) => acceptTls(stream, secureContext, requireClientCertificate) };
}

function acceptTls(stream: Duplex, secureContext: SecureContext, requireClientCertificate: boolean): Promise<UpgradedStream> {
  const requirement = { requestCert: requireClientCertificate, rejectUnauthorized: requireClientCertificate };
  // Node's types require a socket, which this is unless another upgrade came first; its code takes any duplex stream.
  const secure = new TLSSocket(stream as never, { isServer: true, secureContext, ...requirement });
  return new Promise((resolve, reject) => {
    const fail = (error?: Error): void => reject(error ?? new Error("the peer closed the connection in the TLS handshake"));
    const close = (): void => fail();
    secure.once("error", fail);
    // A peer that rejects the certificate may just leave; on a half-open stream that is an end, not a close.
    for (const event of ["end", "close"]) secure.once(event, close);
    secure.once("secure", () => {
      for (const event of ["end", "close"]) secure.off(event, close);
      const problem: Error | null | undefined = requireClientCertificate ? verificationError(secure) : undefined;
      if (problem) {
        secure.destroy();
        return reject(problem);
      }
      secure.off("error", fail);
      resolve({ stream: secure, identity: requireClientCertificate ? certificateIdentity(secure) : undefined });
    });
  });
}

/** What is wrong with the peer's certificate. A server's TLSSocket that is constructed directly does not check it. */
function verificationError(secure: TLSSocket): Error | undefined {
  if (Object.keys(secure.getPeerCertificate()).length === 0) return new Error("the client has shown no certificate");
  if (secure.authorized) return undefined;
  // The socket keeps the result of the check, but its types do not declare it.
  const { ssl, authorizationError } = secure as unknown as { ssl?: { verifyError?(): Error | null }; authorizationError?: Error };
  return ssl?.verifyError === undefined ? authorizationError : (ssl.verifyError() ?? undefined);
}

function certificateIdentity(secure: TLSSocket): PeerIdentity {
  const { subject, fingerprint256 } = secure.getPeerCertificate();
  return { name: String(subject?.CN ?? fingerprint256), securityIds: [] };
}

/** TLS at a client. */
export interface TlsClientOptions extends Pick<SecureContextOptions, "cert" | "key" | "ca" | "passphrase" | "pfx"> {
  /** The name in the server's certificate; the endpoint's host when left out. */
  readonly serverName?: string;
  /** Accepts any certificate. For trying things out. */
  readonly insecure?: boolean;
}

/** The upgrade to TLS at a client. */
export function tlsClientUpgrade({ serverName, insecure = false, ...certificates }: TlsClientOptions = {}): ClientUpgrade {
  return {
    name: tlsUpgradeName,
    start: (stream, host) =>
      new Promise((resolve, reject) => {
        const name = serverName ?? host;
        const isAddress = /^[\d.]+$|:/.test(name);
        const secure = connect({
          socket: stream,
          ...certificates,
          // An address is not a server name (RFC 6066 §3), but the certificate is checked against it.
          ...(isAddress ? { host: name } : { servername: name }),
          rejectUnauthorized: !insecure,
        });
        secure.once("error", reject);
        const close = (): void => reject(new Error("the server closed the connection in the TLS handshake"));
        for (const event of ["end", "close"]) secure.once(event, close);
        secure.once("secureConnect", () => {
          for (const event of ["end", "close"]) secure.off(event, close);
          secure.off("error", reject);
          resolve(secure);
        });
      }),
  };
}
