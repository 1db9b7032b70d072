import { defineConfig } from "soapwright/codegen";

/** The contracts that this project ships services for, and those of the examples. */
export default defineConfig({
  contracts: [
    { entries: ["schemas/veloconnect/veloconnect.wsdl"], out: "generated/veloconnect" },
    { entries: ["schemas/ipam/operation-with-progress.wsdl"], out: "generated/ipam" },
    { entries: ["examples/repair-order/repair-order.wsdl"], out: "examples/repair-order/generated" },
    { entries: ["examples/currency/currency.wsdl"], out: "examples/currency/generated" },
    { entries: ["examples/export-with-progress/export.wsdl"], out: "examples/export-with-progress/generated" },
  ],
});
