/**
 * Logging in, and who is logged in.
 */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { goTo, linkTo } from "./route.js";
import { type LoginResult, loadSession, logIn, logOut, session } from "./session.js";
import { t } from "./settings.js";
import type { Word } from "./words.js";

const refusals: Readonly<Record<Exclude<LoginResult, "accepted">, Word>> = {
  wrong: "loginWrong",
  busy: "loginBusy",
  failed: "loginFailed",
};

export function Login() {
  const name = useSignal("");
  const password = useSignal("");
  const isSending = useSignal(false);
  const refusal = useSignal<Word | undefined>(undefined);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    isSending.value = true;
    const result = await logIn(name.value, password.value);
    isSending.value = false;
    password.value = "";
    refusal.value = result === "accepted" ? undefined : refusals[result];
    if (result === "accepted") goTo(["live"], true);
  };
  return (
    <main id="content" class="login" tabIndex={-1}>
      <form class="card" onSubmit={(event) => void submit(event)}>
        <h1>{t("logIn")}</h1>
        <p>{t("loginWhy")}</p>
        <label>
          <span>{t("loginName")}</span>
          <input
            autocomplete="username"
            required
            value={name.value}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        </label>
        <label>
          <span>{t("loginPassword")}</span>
          <input
            type="password"
            autocomplete="current-password"
            required
            value={password.value}
            onInput={(event) => {
              password.value = event.currentTarget.value;
            }}
          />
        </label>
        {refusal.value !== undefined && (
          <p class="notice bad" role="alert">
            {t(refusal.value)}
          </p>
        )}
        <button type="submit" class="primary" disabled={isSending.value}>
          {t("logIn")}
        </button>
      </form>
    </main>
  );
}

/** In the bar: a way in, or who is in and a way out. */
export function SessionStatus() {
  useEffect(() => void loadSession(), []);
  const now = session.value;
  if (now?.name === undefined) return now?.hasLogin ? <a href={linkTo("login")}>{t("logIn")}</a> : null;
  return (
    <span class="who">
      <span title={`${t("loggedInAs")} ${now.name}`}>
        {now.name} <small>{t(now.role === "operator" ? "roleOperator" : "roleViewer")}</small>
      </span>
      {now.hasLogout && (
        <button type="button" class="tab" onClick={() => void logOut()}>
          {t("logOut")}
        </button>
      )}
    </span>
  );
}
