/**
 * One candidate in a process of its own: takes samples on request.
 */
import { candidates } from "./candidates.js";
import { documents } from "./documents.js";

/** CPU time of the process in seconds, all threads: garbage collection is charged. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const sampleSeconds = 0.08;

async function main(): Promise<void> {
  const [candidateName, documentName] = process.argv.slice(2);
  const candidate = candidates.find(({ name }) => name === candidateName);
  const document = documents.find(({ name }) => name === documentName);
  if (candidate === undefined || document === undefined) throw new Error(`no candidate "${candidateName}" or document "${documentName}"`);
  const bytes = new TextEncoder().encode(document.xml(document.records));
  const work = await candidate.prepare(document, bytes);
  if (work === undefined) {
    process.send?.({ kind: "unable" });
    return;
  }
  const warm = cpuSeconds();
  while (cpuSeconds() - warm < 1.5) work();
  process.on("message", () => {
    const start = cpuSeconds();
    let runs = 0;
    do {
      work();
      runs++;
    } while (cpuSeconds() - start < sampleSeconds);
    process.send?.({ kind: "sample", bytesPerSecond: (bytes.length * runs) / (cpuSeconds() - start) });
  });
  process.send?.({ kind: "ready" });
}

await main();
