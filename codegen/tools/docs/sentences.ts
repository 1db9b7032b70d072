/** Documentation -> the words of it that fit in a line. */

const longest = 160;

/** The first sentence, on one line. */
export function firstSentence(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const end = line.search(/[.!?](\s|$)/);
  const sentence = end < 0 ? line : line.slice(0, end + 1);
  return sentence.length > longest ? `${sentence.slice(0, longest - 3)}...` : sentence;
}
