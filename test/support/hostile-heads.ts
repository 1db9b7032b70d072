/**
 * Heads of requests that try to reach another path, or the log, by what stands in their target and their Host.
 */

/** Each without the blank line at its end. */
export function hostileHeads(query: string, password: string): readonly string[] {
  return [
    `GET /livez HTTP/1.1\r\nHost: x/veloconnect?${query}&z=`,
    `GET /livez HTTP/1.1\r\nHost: user:${password}@x`,
    `GET http://user:${password}@x/veloconnect?${query} HTTP/1.1\r\nHost: x`,
    `GET //veloconnect?${query} HTTP/1.1\r\nHost: x`,
    `GET /veloconnect&${query} HTTP/1.1\r\nHost: x`,
    `GET /veloconnect#?${query} HTTP/1.1\r\nHost: x`,
    `GET /soap/veloconnect?wsdl&${query} HTTP/1.1\r\nHost: [${password}]`,
    `POST /soap/veloconnect?${query} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 0`,
  ];
}
