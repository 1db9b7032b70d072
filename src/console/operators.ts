/**
 * What operators send: logging in and out, and acts.
 */
import type { HttpAnswer, HttpRequest } from "../service/exchange.js";
import { RequestBodyError } from "../service/limits.js";
import type { AccessControl, Viewer } from "./access.js";
import { type ActName, type OperatorActs, performNoted, readAct } from "./acts.js";
import { json } from "./live.js";

/** Bytes of a login or an act. */
const mostBytes = 16 * 1024;
/** Acts that are shown. */
const shownActs = 200;

/** Who looks at the page, as the page sees it. */
export interface ShownSession {
  /** Undefined: somebody at this machine, or a stranger. */
  readonly name?: string | undefined;
  /** Undefined: a stranger. */
  readonly role?: "viewer" | "operator" | undefined;
  readonly token?: string | undefined;
  /** Can anybody log in? */
  readonly hasLogin: boolean;
  /** Can this one log out? Whom a proxy names cannot. */
  readonly hasLogout: boolean;
  /** What the server can do for operators. */
  readonly acts: readonly ActName[];
}

/** Answers `session` and `acts`. */
export class OperatorAnswers {
  readonly #access: AccessControl;
  readonly #acts: OperatorActs | undefined;
  readonly #now: () => number;

  constructor(access: AccessControl, acts: OperatorActs | undefined, now: () => number = Date.now) {
    this.#access = access;
    this.#acts = acts;
    this.#now = now;
  }

  async answer(path: "session" | "acts", request: HttpRequest): Promise<HttpAnswer> {
    const { method } = request;
    const isReading = method === "GET" || method === "HEAD";
    try {
      if (isReading) return path === "session" ? this.#session(request) : await this.#latestActs(request);
      if (!this.#access.isFromOwnPage(request)) return refusal(403, "not sent by a page of this server");
      if (path === "session" && method === "POST") return await this.#logIn(request);
      const viewer = this.#access.viewerOf(request);
      if (viewer === undefined) return refusal(401, "log in first");
      if (!this.#access.hasToken(request, viewer)) return refusal(403, "the token is missing or wrong");
      if (path === "session" && method === "DELETE") return json({}, 200, { "set-cookie": this.#access.endSession(viewer, request) });
      if (path === "acts" && method === "POST") return await this.#act(request, viewer);
    } catch (error) {
      if (error instanceof RequestBodyError) return refusal(error.status, error.message);
      throw error;
    }
    return { status: 405, headers: { allow: path === "session" ? "GET, HEAD, POST, DELETE" : "GET, HEAD, POST" } };
  }

  #session(request: HttpRequest): HttpAnswer {
    const { hasLogin } = this.#access;
    const viewer = this.#access.viewerOf(request);
    const hasLogout = viewer?.session !== undefined;
    const acts = [...(this.#acts?.possible ?? [])];
    const shown: ShownSession = { name: viewer?.name, role: viewer?.role, token: viewer?.token, hasLogin, hasLogout, acts };
    return json(shown);
  }

  async #logIn(request: HttpRequest): Promise<HttpAnswer> {
    const body = await readJson(request);
    if (typeof body !== "object" || body === null || !("name" in body) || !("password" in body)) return refusal(400, "name and password");
    const { name, password } = body;
    if (typeof name !== "string" || typeof password !== "string") return refusal(400, "name and password");
    const account = await this.#access.logIn({ name, password, address: request.peer, signal: request.signal });
    if (account === "busy") return { ...refusal(429, "too many passwords"), headers: { "retry-after": "10" } };
    if (account === "wrong") return refusal(401, "wrong");
    return json({}, 200, { "set-cookie": this.#access.beginSession(account, request) });
  }

  async #act(request: HttpRequest, { name, role }: Viewer): Promise<HttpAnswer> {
    if (role !== "operator" || name === undefined) return refusal(403, "not an operator");
    const asked = readAct(await readJson(request));
    if (asked === undefined || this.#acts === undefined) return refusal(400, "no such act");
    try {
      return json(await performNoted(this.#acts, { ...asked, by: name, address: request.peer }, this.#now()));
    } catch {
      return refusal(503, "the log of acts cannot be written, so nothing was done");
    }
  }

  async #latestActs(request: HttpRequest): Promise<HttpAnswer> {
    if (this.#access.viewerOf(request) === undefined) return refusal(this.#access.hasLogin ? 401 : 404, "not found");
    return json((await this.#acts?.log.latest(shownActs)) ?? []);
  }
}

/** Undefined for what is not JSON. */
async function readJson(request: HttpRequest): Promise<unknown> {
  const text = new TextDecoder().decode(await request.readBody(mostBytes));
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(status: number, reason: string): HttpAnswer {
  return { status, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }, body: `${reason}\n` };
}
