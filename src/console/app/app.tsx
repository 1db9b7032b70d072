/**
 * The frame of the console: what stands over every view.
 */
import { configuration } from "./configuration.js";
import { Explore } from "./explore.js";
import { isLiveView, Live } from "./live.js";
import { SessionStatus } from "./login.js";
import { linkTo, path } from "./route.js";
import { language, type Theme, t, theme } from "./settings.js";
import type { Language } from "./words.js";

export function App() {
  const [view = "explore"] = path.value;
  return (
    <>
      <button type="button" class="skip" onClick={focusContent}>
        {t("skip")}
      </button>
      <header class="bar">
        <a class="mark" href={linkTo("explore")}>
          <Mark />
          soapwright <small>{configuration.version}</small>
        </a>
        <nav class="views" aria-label="soapwright">
          <a href={linkTo("explore")} aria-current={view === "explore" ? "page" : undefined}>
            {t("explore")}
          </a>
          {configuration.live && (
            <a href={linkTo("live")} aria-current={isLiveView(view) ? "page" : undefined}>
              {t("live")}
            </a>
          )}
        </nav>
        {configuration.live && <SessionStatus />}
        <Choices />
      </header>
      {configuration.live && isLiveView(view) ? <Live /> : <Explore />}
    </>
  );
}

function focusContent({ currentTarget }: { readonly currentTarget: HTMLElement }): void {
  const root = currentTarget.getRootNode();
  if (root instanceof ShadowRoot) root.getElementById("content")?.focus();
}

function Choices() {
  return (
    <div class="choices">
      <select
        aria-label={t("language")}
        value={language.value}
        onChange={(event) => {
          language.value = event.currentTarget.value === "de" ? "de" : ("en" satisfies Language);
        }}
      >
        <option value="en">English</option>
        <option value="de">Deutsch</option>
      </select>
      <select
        aria-label={t("theme")}
        value={theme.value}
        onChange={(event) => {
          theme.value = themes.find((each) => each === event.currentTarget.value) ?? "system";
        }}
      >
        <option value="system">{t("themeSystem")}</option>
        <option value="light">{t("themeLight")}</option>
        <option value="dark">{t("themeDark")}</option>
      </select>
    </div>
  );
}

const themes: readonly Theme[] = ["system", "light", "dark"];

/** An envelope within angle brackets. */
function Mark() {
  return (
    <svg
      width="26"
      height="20"
      viewBox="0 0 26 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d="M5 4 1 10l4 6M21 4l4 6-4 6" class="bracket" />
      <path d="M8 5.5h10v9H8zM8 6l5 4.2L18 6" />
    </svg>
  );
}
