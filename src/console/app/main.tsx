/**
 * Defines `<soapwright-console>`: the console in a shadow tree, so that neither its page's styles nor its own reach beyond it.
 *
 * `src` is the address of the console's handler; the handler's own page has the configuration in the element.
 */
import { render } from "preact";
import { App } from "./app.js";
import { configure } from "./configuration.js";
import { applySettings } from "./settings.js";
import styles from "./style.css?inline";

class ConsoleElement extends HTMLElement {
  #end: (() => void) | undefined;

  async connectedCallback(): Promise<void> {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
    try {
      configure(await this.#configuration());
    } catch (error) {
      root.textContent = error instanceof Error ? error.message : String(error);
      return;
    }
    if (!this.isConnected) return;
    // What stands in the element is for browsers without scripts.
    this.replaceChildren();
    const endSettings = applySettings(this);
    render(<App />, root);
    this.#end = () => {
      endSettings();
      render(null, root);
    };
  }

  disconnectedCallback(): void {
    this.#end?.();
  }

  async #configuration(): Promise<Parameters<typeof configure>[0]> {
    if (this.dataset.configuration !== undefined) return JSON.parse(this.dataset.configuration);
    const response = await fetch(`${(this.getAttribute("src") ?? "/console").replace(/\/+$/, "")}/configuration`);
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  }
}

customElements.define("soapwright-console", ConsoleElement);
