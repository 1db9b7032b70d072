import { defineConfig } from "soapwright/codegen";

/** The contracts that this project ships services for. */
export default defineConfig({
  contracts: [
    { entries: ["schemas/veloconnect/veloconnect.wsdl"], out: "generated/veloconnect" },
    { entries: ["schemas/ipam/operation-with-progress.wsdl"], out: "generated/ipam" },
  ],
});
