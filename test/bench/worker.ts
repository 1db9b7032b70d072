/**
 * One candidate in a process of its own: takes samples on request.
 */
import { candidates } from "./candidates.js";
import { documentOf } from "./documents.js";
import { cpuSeconds } from "./measuring.js";

const sampleSeconds = 0.08;
const warmUpSeconds = 1.5;

async function main(): Promise<void> {
  const [candidateName, documentName = ""] = process.argv.slice(2);
  const candidate = candidates.find(({ name }) => name === candidateName);
  if (candidate === undefined) throw new Error(`there is no candidate "${candidateName}"`);
  const document = documentOf(documentName);
  const bytes = new TextEncoder().encode(document.xml(document.records));
  const work = await candidate.prepare(document, bytes);
  if (work === undefined) {
    process.send?.({ kind: "unable" });
    return;
  }
  // Asking for the time costs as much as reading a small document.
  const repeats = Math.max(1, Math.round(200_000 / bytes.length));
  const sample = (seconds: number): number => {
    const start = cpuSeconds();
    let runs = 0;
    do {
      for (let repeat = 0; repeat < repeats; repeat++) work();
      runs += repeats;
    } while (cpuSeconds() - start < seconds);
    return (bytes.length * runs) / (cpuSeconds() - start);
  };
  sample(warmUpSeconds);
  process.on("message", () => process.send?.({ kind: "sample", bytesPerSecond: sample(sampleSeconds) }));
  process.on("disconnect", () => process.exit());
  process.send?.({ kind: "ready" });
}

await main();
