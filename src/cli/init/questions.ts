/**
 * The questions of `soapwright init` on a terminal.
 */
import { createInterface } from "node:readline/promises";
import { proposeOutput } from "../contracts/propose-output.js";
import { UsageError } from "../exit-code.js";
import type { InitAnswers } from "./config-text.js";

export interface QuestionOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Documents that were found, proposed as the answer. */
  readonly found: readonly string[];
}

/** Asks for the contract, the folder and the severity. An empty answer accepts the proposal; the end of input cancels. */
export async function askQuestions({ input, output, found }: QuestionOptions): Promise<InitAnswers> {
  const terminal = createInterface({ input, output });
  const closed = new Promise<never>((_, reject) => {
    terminal.once("close", () => reject(new UsageError("given up; nothing was written")));
  });
  const ask = async (question: string, proposed: string): Promise<string> => {
    const hint = proposed === "" ? "" : ` [${proposed}]`;
    const answer = (await Promise.race([terminal.question(`${question}${hint}: `), closed])).trim();
    return answer === "" ? proposed : answer;
  };
  try {
    const entries = await askUntil(() => ask("WSDL or schema documents, separated by blanks", found[0] ?? ""), output);
    const out = await ask("folder for the generated files", proposeOutput(entries));
    const lenient = await ask("accept harmless breaches of the specifications, with warnings (y/n)", "n");
    return { entries, out, catalog: undefined, lenient: /^y/i.test(lenient) };
  } finally {
    closed.catch(() => undefined);
    terminal.close();
  }
}

async function askUntil(ask: () => Promise<string>, output: NodeJS.WritableStream): Promise<readonly string[]> {
  for (;;) {
    const entries = (await ask()).split(/\s+/).filter((entry) => entry !== "");
    if (entries.length > 0) return entries;
    output.write("name at least one document\n");
  }
}
