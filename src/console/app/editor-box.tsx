/**
 * The place of the editor, which is loaded when it is shown first; until then the text can be read.
 */

import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Draft } from "./draft.js";
import type { Editor } from "./editor.js";
import { t } from "./settings.js";

export function EditorBox({ draft, onEditor }: { readonly draft: Draft; readonly onEditor: (editor: Editor) => void }) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | undefined>(undefined);
  useEffect(() => {
    let isGone = false;
    void import("./editor.js").then(({ openEditor }) => {
      if (isGone || host.current === null) return;
      const opened = openEditor({
        parent: host.current,
        text: draft.text.peek(),
        label: t("message"),
        isXml: draft.isXml,
        onChange: (text) => draft.setText(text),
        onSend: () => void draft.send(),
        complete: (text, at) => draft.elementsAt(text, at),
      });
      opened.showIssues(draft.verdict.peek() ?? []);
      editor.current = opened;
      onEditor(opened);
    });
    return () => {
      isGone = true;
      editor.current?.close();
      editor.current = undefined;
    };
  }, [draft]);
  // Effects of signals run at once, where those of hooks wait for the next frame: the editor never shows another text than the form. Values are read
  // before the editor is asked for: what an effect has not read does not run it again.
  useEffect(
    () =>
      effect(() => {
        const text = draft.text.value;
        editor.current?.setText(text);
      }),
    [draft],
  );
  useEffect(
    () =>
      effect(() => {
        const issues = draft.verdict.value;
        if (issues !== undefined) editor.current?.showIssues(issues);
      }),
    [draft],
  );
  return (
    <div class="editor" ref={host}>
      <pre>{draft.text.peek()}</pre>
    </div>
  );
}
