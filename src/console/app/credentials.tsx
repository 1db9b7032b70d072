/**
 * Fields for who asks, and for headers beside those of the binding.
 */
import { type Additions, additions, type Scheme } from "./authentication.js";
import { t } from "./settings.js";

const schemes: readonly Scheme[] = ["none", "basic", "token"];

export function Credentials({ isEnvelope }: { readonly isEnvelope: boolean }) {
  const { scheme, user, password, headers } = additions.value;
  const change = (changed: Partial<Additions>): void => {
    additions.value = { ...additions.peek(), ...changed };
  };
  const labels: Readonly<Record<Scheme, string>> = { none: t("nobody"), basic: "HTTP Basic", token: "WS-Security UsernameToken" };
  return (
    <details class="credentials">
      <summary>
        {t("credentials")} {scheme !== "none" && <span class="count">{labels[scheme]}</span>}
      </summary>
      <div class="credential-fields">
        <label>
          {t("authentication")}
          <select
            aria-label={t("authentication")}
            value={scheme}
            onChange={(event) => change({ scheme: schemes.find((each) => each === event.currentTarget.value) ?? "none" })}
          >
            {schemes
              .filter((each) => isEnvelope || each !== "token")
              .map((each) => (
                <option key={each} value={each}>
                  {labels[each]}
                </option>
              ))}
          </select>
        </label>
        {scheme !== "none" && (
          <>
            <label>
              {t("user")}
              <input autocomplete="off" value={user} onInput={(event) => change({ user: event.currentTarget.value })} />
            </label>
            <label>
              {t("password")}
              <input
                type="password"
                autocomplete="off"
                value={password}
                onInput={(event) => change({ password: event.currentTarget.value })}
              />
            </label>
          </>
        )}
        <label class="more-headers">
          {t("moreHeaders")}
          <textarea
            rows={2}
            spellcheck={false}
            placeholder="X-Api-Key: 4711"
            value={headers}
            onInput={(event) => change({ headers: event.currentTarget.value })}
          />
        </label>
      </div>
    </details>
  );
}
