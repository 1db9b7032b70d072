import { describe, expect, it } from "vitest";
import { isPublicAddress } from "../../../../../codegen/tools/fetch/public-addresses.js";

const notPublic = {
  "this host": ["0.0.0.0", "0.1.2.3", "::"],
  loopback: ["127.0.0.1", "127.255.255.254", "::1"],
  private: ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
  "carrier-grade NAT": ["100.64.0.1", "100.127.255.255"],
  "link-local": ["169.254.169.254", "fe80::1", "fe80::1%eth0", "febf::1"],
  "unique-local": ["fc00::1", "fd12:3456::1"],
  "site-local": ["fec0::1"],
  multicast: ["224.0.0.1", "239.255.255.255", "ff02::1"],
  "broadcast and reserved": ["255.255.255.255", "240.0.0.1"],
  "benchmarks and documentation": ["198.18.0.1", "198.19.255.255", "192.0.2.1", "198.51.100.7", "203.0.113.9", "2001:db8::1", "3fff::1"],
  "IPv4 within IPv6": ["::ffff:10.0.0.1", "::ffff:7f00:1", "::FFFF:169.254.169.254", "0:0:0:0:0:ffff:c0a8:0101", "::127.0.0.1"],
  "IPv4 behind NAT64": ["64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1"],
  "tunnels that hold an IPv4 address": ["2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
  "no address": ["", "localhost", "127.1", "1.2.3.4.5", ":::"],
};

describe("addresses that are not public", () => {
  it.each(Object.entries(notPublic))("%s", (_, addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });
});

it("leaves public addresses", () => {
  const addresses = [
    ...["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1", "169.253.0.1"],
    ...["172.15.255.255", "172.32.0.0", "192.167.0.1", "192.169.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.255"],
    ...["2a00:1450::1", "2606:4700::1111", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"],
  ];
  expect(addresses.filter((address) => !isPublicAddress(address))).toEqual([]);
});
