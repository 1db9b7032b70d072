/**
 * Pull reader: bytes in, tokens out. XML 1.0 (fifth edition) with Namespaces in XML 1.0, without validation
 *
 * There are no event objects: properties of the reader describe the current token and are valid until the next call.
 * Comments and processing instructions are checked and skipped, unless they are asked for. Anything not well-formed throws an XmlError.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import * as Byte from "../byte.js";
import { blankBytes, nameBytes } from "../characters.js";
import { defaultLimits } from "../limits.js";
import type { Name, NamespaceDeclaration, NamespaceLookup } from "../names.js";
import { Bindings, lookupPrefix } from "./bindings.js";
import { CharacterData } from "./character-data.js";
import { ChildCounts } from "./child-counts.js";
import { CurrentText } from "./current-text.js";
import type { Feed } from "./feed.js";
import { type NameTable, type RawName, returnNameTable, takeNameTable } from "./name-table.js";
import { OutsideRoot } from "./outside-root.js";
import type { ReaderOptions } from "./reader-options.js";
import { Pending, Stage } from "./reader-state.js";
import { Entities } from "./references.js";
import { ReportedMarkup } from "./reported-markup.js";
import { StartTag } from "./start-tag.js";
import { endTagDiffers, loadMore, needsMoreMarkup, refusePrefix } from "./tag-errors.js";
import { Window } from "./window.js";

/** The kinds of tokens. */
export const Token = { startElement: 1, endElement: 2, text: 3, endOfDocument: 4, comment: 5, instruction: 6 } as const;
export type Token = (typeof Token)[keyof typeof Token];

/** Reads one document. */
export class Reader implements NamespaceLookup {
  /** The element that starts or ends here. */
  name: Name;
  /** The number of open elements, including the one that starts or ends here. */
  depth = 0;
  /** Generated readers tell it what they read. */
  readonly children: ChildCounts;
  readonly #window: Window;
  readonly #names: NameTable;
  readonly #bindings = new Bindings();
  readonly #entities: Entities;
  readonly #tag: StartTag;
  readonly #characters: CharacterData;
  readonly #text: CurrentText;
  readonly #outside: OutsideRoot;
  readonly #markup: ReportedMarkup | undefined;
  /** The size of the name table at which the document has too many names. */
  readonly #mostNames: number;
  #stage: number = Stage.prolog;
  #pending: number = Pending.nothing;
  /** The last start tag, from which the next name is predicted. */
  #previous: RawName;
  /** Open elements by depth: the name as written, the expanded name, and the number of bindings before it. */
  readonly #openRaws: RawName[] = [];
  readonly #openNames: Name[] = [];
  readonly #openBindings: number[] = [];

  constructor(input: Uint8Array | string | Iterable<Uint8Array> | Feed, options: ReaderOptions = {}) {
    const limits = options.limits === undefined ? defaultLimits : { ...defaultLimits, ...options.limits };
    this.#window = new Window(input, limits, options);
    this.children = new ChildCounts(this.#window);
    this.#names = takeNameTable();
    this.#mostNames = this.#names.size + limits.names;
    this.#entities = new Entities(limits);
    this.#tag = new StartTag(this.#window, this.#names, this.#entities);
    this.#markup = options.reportsMarkup === true ? new ReportedMarkup(this.#window) : undefined;
    this.#characters = new CharacterData(this.#window, this.#entities, this.#markup);
    this.#text = new CurrentText(this.#window);
    this.#outside = new OutsideRoot(this.#window, this.#entities, options.doctype, this.#markup);
    this.#previous = this.#names.first;
    this.name = this.#names.first.resolve(this.#names.noNamespace);
  }

  /** Before `next` and the `readLeaf` after it, with input from a `Feed`: loads what they need. False: the feed does not have it yet. */
  loadStep(): boolean {
    return this.#window.loadStep();
  }

  countAnew(): void {
    this.#window.countAnew();
    this.children.countAnew();
  }

  /** Advances to the next token. Text comes in one piece, including CDATA sections and references. */
  next(): Token {
    if (this.#pending !== Pending.nothing && this.#settle()) return Token.endElement;
    if (this.#stage !== Stage.content) return this.#nextOutside();
    const { bytes, at } = this.#window;
    if (bytes[at] === Byte.lessThan) {
      const next = bytes[at + 1] as number;
      if (next === Byte.slash) return this.#readEndTag();
      if (nameBytes[next] === 1) return this.#readStartTag();
    }
    return this.#readMarkup() ?? (this.#readText() ? Token.text : this.next());
  }

  #readMarkup(): Token | undefined {
    if (this.#markup?.read() !== true) return undefined;
    this.#text.take(this.#markup.text, false);
    return this.#markup.target === undefined ? Token.comment : Token.instruction;
  }

  /** Completes work deferred by the previous token. True: the next token is the end of an empty element. */
  #settle(): boolean {
    if (this.#pending === Pending.endEmptyElement) {
      this.#pending = Pending.leaveElement;
      this.name = this.#openNames[this.depth] as Name;
      return true;
    }
    this.#pending = Pending.nothing;
    this.#bindings.undo(this.#openBindings[this.depth] as number);
    if (--this.depth === 0) this.#stage = Stage.epilog;
    return false;
  }

  #readStartTag(): Token {
    const window = this.#window;
    for (;;) {
      const { bytes, at } = window;
      let raw = this.#previous.nextElement;
      if (raw === undefined || !raw.isAt(window, at + 1)) {
        raw = this.#names.read(window, at + 1);
        if (raw !== undefined) this.#previous.nextElement = raw;
      }
      if (raw !== undefined) {
        const nameEnd = at + 1 + raw.length;
        let end = nameEnd + 1;
        if (bytes[nameEnd] === Byte.greaterThan) this.#tag.clear();
        else end = this.#tag.read(raw, nameEnd);
        if (end >= 0) return this.#open(raw, end);
      }
      loadMore(window, "a start tag");
    }
  }

  #open(raw: RawName, end: number): Token {
    const window = this.#window;
    const depth = this.depth + 1;
    this.children.open(depth);
    this.#openBindings[depth] = this.#bindings.count;
    const tag = this.#tag;
    const definitions = this.#entities.documentType?.attributes.get(raw.qualified);
    if (definitions !== undefined) tag.applyDefinitions(definitions, window.at);
    tag.declare(this.#bindings);
    window.countMarkup(1 + tag.count + this.#bindings.count - (this.#openBindings[depth] as number));
    if (this.#names.size > this.#mostNames) window.fail("xml-limit-names", `more than ${window.limits.names} different names`, window.at);
    const { namespace } = raw.prefix;
    if (namespace === undefined || raw.prefix.text === "xmlns") refusePrefix(window, raw.prefix.text);
    const name = raw.resolve(namespace);
    if (tag.count > 0) tag.resolve();
    window.tokenOffset = window.textOffset(window.at);
    this.depth = depth;
    this.#openRaws[depth] = raw;
    this.#openNames[depth] = name;
    this.name = name;
    this.#previous = raw;
    if (tag.selfClosing) this.#pending = Pending.endEmptyElement;
    window.at = end;
    this.#stage = Stage.content;
    return Token.startElement;
  }

  #readEndTag(): Token {
    const window = this.#window;
    const { depth } = this;
    for (;;) {
      const { bytes, at } = window;
      const raw = this.#openRaws[depth] as RawName;
      let index = at + 2 + raw.length;
      const isSame = raw.isAt(window, at + 2);
      while (blankBytes[bytes[index] as number] === 1) index++;
      if (isSame && bytes[index] === Byte.greaterThan) {
        if (depth === this.#characters.floor)
          this.#window.fail("xml-not-well-formed", "an element ends inside an entity in which it did not begin", at);
        window.tokenOffset = window.textOffset(at);
        this.#pending = Pending.leaveElement;
        this.name = this.#openNames[depth] as Name;
        window.at = index + 1;
        return Token.endElement;
      }
      if (isSame ? !window.isEnd(index) : endTagDiffers(window, raw)) {
        window.fail("xml-not-well-formed", `the end tag of "${raw.qualified}" is expected`, at);
      }
      loadMore(window, "an end tag");
    }
  }

  /** Reads text. False: there was none. */
  #readText(): boolean {
    const window = this.#window;
    const text = this.#text;
    window.tokenOffset = window.textOffset(window.at);
    if (text.scanToTag() > window.at) {
      text.takePlain();
      return true;
    }
    const characters = this.#characters;
    text.take(characters.read(this.depth), characters.isWhitespace);
    if (window.isEnd(window.at)) window.fail("xml-unexpected-end", "the input ends before the root element does", window.end);
    if (characters.isEmpty && this.#markup?.isHere() !== true && needsMoreMarkup(window)) loadMore(window, "a tag");
    return !characters.isEmpty;
  }

  /** The character data, after `Token.text` and after `readLeaf`; the text of a comment or processing instruction. */
  get text(): string {
    return this.#text.value;
  }

  /** The target of the processing instruction that was read. */
  get target(): string {
    return this.#markup?.target ?? "";
  }

  /** The character data is white space only. */
  get textIsWhitespace(): boolean {
    return this.#text.isWhitespace;
  }

  /**
   * Directly after `Token.startElement`: reads character data and the end tag; the current token is then the end of the element.
   * Undefined: a child element comes first. It is the next token, and `text` is the text before it.
   */
  readLeaf(): string | undefined {
    return this.#endLeaf() ? this.text : undefined;
  }

  /** `readLeaf` for text that nobody needs. False: a child element comes first. */
  skipLeaf(): boolean {
    this.#characters.keepsText = false;
    const isLeaf = this.#endLeaf();
    this.#characters.keepsText = true;
    return isLeaf;
  }

  #endLeaf(): boolean {
    if (this.#pending === Pending.endEmptyElement) {
      this.#settle();
      this.#text.take("", true);
      return true;
    }
    const window = this.#window;
    const index = this.#text.scanToTag();
    if (index >= 0 && window.bytes[index + 1] === Byte.slash) {
      const raw = this.#openRaws[this.depth] as RawName;
      const end = index + 2 + raw.length;
      if (raw.isAt(window, index + 2) && window.bytes[end] === Byte.greaterThan) {
        this.#text.takePlain();
        window.tokenOffset = window.textOffset(index);
        this.#pending = Pending.leaveElement;
        window.at = end + 1;
        return true;
      }
    }
    return this.#endLeafSlowly();
  }

  #endLeafSlowly(): boolean {
    const window = this.#window;
    const isTag = window.bytes[window.at] === Byte.lessThan && nameBytes[window.bytes[window.at + 1] as number] === 1;
    if (isTag || !this.#readText()) this.#text.take("", true);
    if (window.end - window.at < 2) loadMore(window, "a tag");
    if (window.bytes[window.at + 1] !== Byte.slash) return false;
    if (this.#characters.keepsText) this.#text.keep();
    this.#readEndTag();
    return true;
  }

  /** Directly after `Token.startElement`: skips to the end of the element, checking that its content is well-formed. */
  skipElement(): void {
    const { depth } = this;
    this.#characters.keepsText = false;
    while (this.next() !== Token.endElement || this.depth > depth);
    this.#characters.keepsText = true;
  }

  /** The window, in which generated readers read whole elements. */
  get window(): Window {
    return this.#window;
  }

  /** The name of the open element at a depth, as written. That of `depth` starts or ended here. */
  rawNameAt(depth: number): RawName {
    return this.#openRaws[depth] as RawName;
  }

  /** Changes with the namespace declarations in scope. */
  get bindingsVersion(): number {
    return this.#bindings.version;
  }

  /** Directly after `Token.startElement`: the element was read in the window. The current token is then its end tag, at these indices. */
  endElementAt(endTag: number, end: number): void {
    const window = this.#window;
    this.#text.take("", true);
    window.tokenOffset = window.textOffset(endTag);
    window.at = end;
    this.#pending = Pending.leaveElement;
  }

  #nextOutside(): Token {
    if (this.#stage === Stage.prolog) {
      this.#outside.readProlog();
      return this.#readMarkup() ?? this.#readStartTag();
    }
    if (this.#stage === Stage.epilog && !this.#outside.readEpilog()) return this.#readMarkup() ?? Token.endOfDocument;
    this.release();
    return Token.endOfDocument;
  }

  /** Hands its buffer and its table to the next reader, wherever it stands. After that, only positions may be requested. */
  release(): void {
    if (this.#stage === Stage.end) return;
    const window = this.#window;
    this.#stage = Stage.end;
    this.#text.take("", true);
    this.#tag.clear();
    this.#bindings.undo(0);
    window.tokenOffset = window.textOffset(window.end);
    if (this.#entities.documentType === undefined) returnNameTable(this.#names);
    window.release();
  }

  /** The prefix of the element that starts or ends here. */
  get prefix(): string {
    return this.#openRaws[this.depth]?.prefix.text ?? "";
  }

  /** Attributes of the element that starts here; namespace declarations are not among them. */
  get attributeCount(): number {
    return this.#tag.count;
  }

  attributeName(index: number): Name {
    return this.#tag.name(index);
  }

  attributePrefix(index: number): string {
    return this.#tag.prefix(index);
  }

  /** The normalized value (XML 1.0 §3.3.3). */
  attributeValue(index: number): string {
    return this.#tag.value(index);
  }

  /** The offset of the attribute's name; for a defaulted attribute, that of the start tag. */
  attributeOffset(index: number): number {
    return this.#window.inputOffset(this.#window.textOffset(this.#tag.nameStart(index)));
  }

  /** The declarations of the element that starts or ends here. */
  namespaceDeclarations(): readonly NamespaceDeclaration[] {
    return this.#bindings.declaredSince(this.#openBindings[this.depth] ?? 0);
  }

  /** All declarations in scope, outermost first. A later one hides earlier ones for the same prefix. */
  namespacesInScope(): readonly NamespaceDeclaration[] {
    return this.#bindings.declaredSince(0);
  }

  /** The namespace bound to a prefix here. At the end of an element, its own declarations are still in scope. */
  lookupNamespace(prefix: string): string | undefined {
    return this.#stage === Stage.end ? undefined : lookupPrefix(this.#names, prefix);
  }

  /** The element that starts here was written as an empty-element tag. Its end is a token nevertheless. */
  get selfClosing(): boolean {
    return this.#tag.selfClosing;
  }

  /** The byte offset of the token in the input; inside an entity, the end of its reference. */
  get offset(): number {
    return this.#window.inputOffset(this.#window.tokenOffset);
  }

  /** The offset of the token, for `position` later. With chunks, other positions are exact only within the window. */
  keepPlace(): number {
    return this.#window.inputOffset(this.#window.keepPlace());
  }

  /** Line and column of the token, or of an offset in the input. */
  position(offset?: number): { line: number; column: number } {
    return offset === undefined ? this.#window.locateText(this.#window.tokenOffset) : this.#window.locateInput(offset);
  }

  get hasDoctype(): boolean {
    return this.#entities.documentType !== undefined;
  }

  /** What the internal subset declares. */
  get unparsedEntities(): ReadonlySet<string> {
    return this.#entities.documentType?.unparsedEntities ?? new Set();
  }

  get notations(): ReadonlySet<string> {
    return this.#entities.documentType?.notations ?? new Set();
  }
}
