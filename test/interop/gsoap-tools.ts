/**
 * gSOAP's tools, where they are installed.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const gsoapFolder = fileURLToPath(new URL("gsoap", import.meta.url));

/** Can wsdl2h and soapcpp2 make C++, and g++ a program of it? */
export const hasGsoap = ["wsdl2h", "soapcpp2", "g++"].every((command) => spawnSync(command, ["-h"]).error === undefined);
