/**
 * Draws the console.
 */
import { render } from "preact";
import { App } from "./app.js";
import { pageRoot } from "./configuration.js";
import { applySettings } from "./settings.js";

applySettings();
const root = pageRoot();
root.replaceChildren();
render(<App />, root);
