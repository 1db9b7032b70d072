/** What a program imports: the runtime and a package's index. */
export { transaction16 } from "../../generated/veloconnect/index.js";
export { encode } from "../../src/index.js";
