/** One server in a process of its own, which says how much processor time it has used. */
import { candidates } from "./server-candidates.js";

const candidate = candidates.find(({ name }) => name === process.argv[2]);
if (candidate === undefined) throw new Error(`there is no candidate "${process.argv[2]}"`);
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ kind: "cpu", value: user + system });
});
process.on("disconnect", () => process.exit());
process.send?.({ kind: "port", value: await candidate.start() });
