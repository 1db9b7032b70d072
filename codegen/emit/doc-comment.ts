/**
 * Text of a contract -> lines of comments that stay comments, whatever the text is.
 */

/** Lines of comments are broken at blanks to be no longer than this, indentation included. */
const commentWidth = 120;

/** The lines of a JSDoc comment; none without text. Paragraphs follow each other; `tag` is ours and comes last. */
export function docComment(paragraphs: readonly (string | undefined)[], indentation: number, tag?: string): readonly string[] {
  const width = Math.max(60, commentWidth - indentation - 3);
  const lines = paragraphs.flatMap((paragraph) =>
    paragraph === undefined || paragraph === "" ? [] : commentLines(paragraph).flatMap((line) => brokenAt(line, width).map(withoutTag)),
  );
  if (tag !== undefined) lines.push(commentLines(tag.replace(/[\r\n\u2028\u2029]+/g, " ")).join(" "));
  const [only] = lines;
  if (only === undefined) return [];
  if (lines.length === 1) return [`/** ${only} */`];
  return ["/**", ...lines.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"];
}

/** Texts of one line that can neither end a comment nor be a directive: printable ASCII without "*" and "@". */
const plainComment = /^[ -)+-?A-~]*$/;

/** Lines that cannot end a comment and are not directives of the compiler. */
export function commentLines(text: string): readonly string[] {
  if (plainComment.test(text)) return [text.trimEnd()];
  const safe = text
    .replaceAll("*/", "*\\/")
    .replaceAll(/@(?=ts-|internal\b)/g, "@ ")
    .split(/\r\n|[\r\n\u2028\u2029]/);
  // Control characters, and characters that change the direction of text.
  return safe.map((line) => line.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, " ").trimEnd());
}

/** A text of a contract has no tags: "@deprecated" in it would mark what it describes. */
function withoutTag(line: string): string {
  return line.replace(/^(\s*)@(?=\S)/, "$1\\@");
}

/** A line in pieces of at most a width, where there are blanks to break it at. */
function brokenAt(line: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const before = rest.lastIndexOf(" ", width);
    const end = before > 0 ? before : rest.indexOf(" ", width);
    if (end < 0) break;
    // The end of a comment must not arise from two pieces either, and "*" or "-" at the beginning would be a list.
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end + 1).trimStart();
  }
  pieces.push(rest);
  return pieces;
}
