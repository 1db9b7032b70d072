/**
 * Damaged messages: a message and a list of numbers -> the message with as many changes as the numbers decide.
 */

/** Values that few types allow, and markup that few places do. */
const oddTexts = [
  "",
  " ",
  "x",
  "0",
  "-1",
  "1.5",
  "200",
  "true",
  "2000-02-30",
  "2024-13-01T00:00:00",
  "a b",
  "&#65;",
  "&amp;",
  "<![CDATA[7]]>",
  "<!-- -->",
  "<?p i?>",
  "INF",
  "1e3",
  "+7",
  "\u00e4",
  "007",
];
const oddAttributes = [
  ' xsi:nil="true"',
  ' xsi:type="xs:string"',
  ' x="1"',
  ' xmlns:q="urn:q" q:y="z"',
  ' xml:lang="de"',
  " x",
  ' xmlns=""',
];
const oddBytes = [0x00, 0x09, 0x20, 0x22, 0x26, 0x2f, 0x31, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x41, 0x5d, 0x7f, 0x80, 0xbf, 0xc3, 0xe2, 0xff];

class Decisions {
  private readonly numbers: readonly number[];
  private next = 0;

  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  get more(): boolean {
    return this.next < this.numbers.length;
  }

  below(bound: number): number {
    return bound <= 0 ? 0 : (this.numbers[this.next++] ?? 0) % bound;
  }

  oneOf<T>(items: readonly T[], otherwise: T): T {
    return items[this.below(items.length)] ?? otherwise;
  }
}

/** Changes, leaves out, inserts and doubles bytes. */
export function mutateBytes(message: Uint8Array, numbers: readonly number[]): Uint8Array {
  const decisions = new Decisions(numbers);
  let bytes = [...message];
  for (let count = 1 + decisions.below(2); count > 0; count--) {
    const at = decisions.below(bytes.length);
    const odd = decisions.oneOf(oddBytes, 0);
    switch (decisions.below(5)) {
      case 0:
        bytes[at] = odd;
        break;
      case 1:
        bytes.splice(at, 1 + decisions.below(3));
        break;
      case 2:
        bytes.splice(at, 0, odd);
        break;
      case 3:
        bytes.splice(at, 0, ...bytes.slice(at, at + 1 + decisions.below(30)));
        break;
      default:
        bytes = bytes.slice(0, at);
    }
  }
  return Uint8Array.from(bytes);
}

/** Changes elements, attributes and values; what was well-formed mostly stays so. */
export function mutateStructure(message: Uint8Array, numbers: readonly number[]): Uint8Array {
  if (message[0] === 0xff || message[0] === 0xfe) return message;
  const decisions = new Decisions(numbers);
  let text = Buffer.from(message).toString("latin1");
  while (decisions.more) text = mutateOnce(text, decisions);
  return Buffer.from(text, "latin1");
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

function mutateOnce(text: string, decisions: Decisions): string {
  const elements = listElements(text);
  const { start, end } = decisions.oneOf(elements, { start: 0, end: 0 });
  const element = text.slice(start, end);
  const replaced = (by: string): string => text.slice(0, start) + by + text.slice(end);
  switch (decisions.below(8)) {
    case 0:
      return replaced("");
    case 1:
      return replaced(element + element);
    case 2:
      return replaced(element.replace(/>[^<>]+</, () => `>${decisions.oneOf(oddTexts, "")}<`));
    case 3:
      return replaced(element.replace(/^<[^\s/>]+/, (name) => name + decisions.oneOf(oddAttributes, "")));
    case 4:
      return replaced(renamed(element, decisions));
    case 5: {
      const other = decisions.oneOf(elements, { start, end });
      return other.start >= end || other.end <= start ? swapped(text, { start, end }, other) : text;
    }
    case 6:
      return replaced(
        element.replace(
          /\s[\w.:-]+="([^"]*)"/,
          (attribute, value: string) =>
            `${attribute.slice(0, attribute.length - value.length - 1) + decisions.oneOf(oddTexts, "").replace(/[<"]/g, "")}"`,
        ),
      );
    default:
      return replaced(element.replace(/>[^<>]*</, (content) => `${content.slice(0, -1)}${decisions.oneOf(oddTexts, "")}<`));
  }
}

function renamed(element: string, decisions: Decisions): string {
  const name = /^<([^\s/>]+)/.exec(element)?.[1] ?? "";
  const other = decisions.oneOf([`${name}x`, name.replace(/^[^:]*:/, ""), name.toUpperCase()], name);
  const from = element.startsWith(`<${name}`) ? `<${other}${element.slice(name.length + 1)}` : element;
  return from.endsWith(`</${name}>`) ? `${from.slice(0, -name.length - 3)}</${other}>` : from;
}

function swapped(text: string, one: Extent, other: Extent): string {
  const [first, second] = one.start < other.start ? [one, other] : [other, one];
  const between = text.slice(first.end, second.start);
  return (
    text.slice(0, first.start) +
    text.slice(second.start, second.end) +
    between +
    text.slice(first.start, first.end) +
    text.slice(second.end)
  );
}

/** Elements from start tag to end tag; tags are found by their form, damaged ones not at all. */
function listElements(text: string): readonly Extent[] {
  const open: { readonly name: string; readonly start: number }[] = [];
  const elements: Extent[] = [];
  for (const tag of text.matchAll(/<(\/?)([A-Za-z_][\w.:-]*)((?:[^"'<>]|"[^"]*"|'[^']*')*?)(\/?)>/g)) {
    const [whole, closes, name = "", , empty] = tag;
    const end = tag.index + whole.length;
    if (closes === "/") {
      const at = open.findLastIndex((candidate) => candidate.name === name);
      const start = open[at]?.start;
      open.length = Math.max(at, 0);
      if (start !== undefined) elements.push({ start, end });
    } else if (empty === "/") elements.push({ start: tag.index, end });
    else open.push({ name, start: tag.index });
  }
  return elements;
}
