/**
 * The editor: CodeMirror in a shadow tree, whose style sheets need no exception from the page's policy.
 */
import { autocompletion, type CompletionContext, type CompletionResult, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { xml } from "@codemirror/lang-xml";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Issue } from "../../runtime/issues.js";
import { issueText } from "./issue-text.js";

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  /** Plain text has neither colours nor completion. */
  readonly isXml: boolean;
  readonly onChange: (text: string) => void;
  readonly onSend: () => void;
  /** The elements that may stand at a place of the text. */
  readonly complete: (text: string, at: number) => readonly string[];
}

export interface Editor {
  /** Replaces the text, unless it is that already. */
  setText(text: string): void;
  showIssues(issues: readonly Issue[]): void;
  goTo(line: number, column: number): void;
  close(): void;
}

const colours = HighlightStyle.define([
  { tag: tags.tagName, color: "var(--code-tag)" },
  { tag: tags.attributeName, color: "var(--code-attribute)" },
  { tag: tags.attributeValue, color: "var(--code-value)" },
  { tag: [tags.comment, tags.processingInstruction], color: "var(--ink-3)" },
  { tag: tags.angleBracket, color: "var(--ink-3)" },
]);

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "transparent", fontSize: "13px", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { padding: "12px 0", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-3)", border: "none", paddingLeft: "6px" },
  ".cm-activeLine": { backgroundColor: "var(--hover)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--select)" },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
    overflow: "hidden",
  },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-diagnostic": { borderLeftColor: "var(--bad)", fontFamily: "var(--sans)", maxWidth: "44ch" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)", textUnderlineOffset: "3px" },
});

/** Opens an editor. */
export function openEditor({ parent, text, label, isXml, onChange, onSend, complete }: EditorOptions): Editor {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: "open" });
  const completion = (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/<[\w:.-]*/);
    if (word === null) return null;
    const options = complete(context.state.doc.toString(), word.from).map((name) => ({
      label: name,
      type: "type",
      apply: `${name}></${name}>`,
    }));
    return options.length === 0 ? null : { from: word.from + 1, options, validFor: /^[\w:.-]*$/ };
  };
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        closeBrackets(),
        EditorView.lineWrapping,
        syntaxHighlighting(colours),
        look,
        ...(isXml ? [xml({ autoCloseTags: false }), autocompletion({ override: [completion] })] : []),
        keymap.of([
          {
            key: "Mod-Enter",
            run: () => {
              onSend();
              return true;
            },
          },
          ...completionKeymap,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  const placeOf = (line: number, column: number): number => {
    const { doc } = view.state;
    const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
    return Math.min(found.from + Math.max(column - 1, 0), found.to);
  };
  return {
    setText: (next) => {
      const current = view.state.doc.toString();
      if (current !== next) view.dispatch({ changes: { from: 0, to: current.length, insert: next } });
    },
    showIssues: (issues) => {
      const found = issues.map((issue): Diagnostic => {
        const { line = 1, column = 1 } = issue;
        const message = issueText(issue);
        const from = placeOf(line, column);
        const rest = view.state.sliceDoc(from, view.state.doc.lineAt(from).to);
        return { from, to: from + (/^<?\/?[\w:.-]+/.exec(rest)?.[0].length ?? Math.min(rest.length, 1)), severity: "error", message };
      });
      view.dispatch(setDiagnostics(view.state, found));
    },
    goTo: (line, column) => {
      view.dispatch({ selection: { anchor: placeOf(line, column) }, scrollIntoView: true });
      view.focus();
    },
    close: () => view.destroy(),
  };
}
