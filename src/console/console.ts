/**
 * The handler of a console: its page, the bundle, and the described contracts.
 */
import type { HttpAnswer, HttpHandler, HttpRequest } from "../service/exchange.js";
import { type ServiceHandler, toFetchHandler } from "../service/fetch-adapter.js";
import { version } from "../version.js";
import { AccessControl, type ConsoleAccess, isFromHere } from "./access.js";
import type { OperatorActs } from "./acts.js";
import { BuiltFiles } from "./built-files.js";
import { LiveAnswers, type LiveSource } from "./live.js";
import { OperatorAnswers } from "./operators.js";
import { pagePolicy, writeConsolePage } from "./page.js";
import { createRelay, type RelayOptions } from "./relay.js";
import { type ConsoleService, DescribedServices, type PageConfiguration } from "./service.js";

export interface ConsoleOptions {
  readonly services: readonly ConsoleService[];
  /** The path under which the handler is served; `/console` when left out. The page is at it with a slash behind. */
  readonly base?: string;
  /** What runs. */
  readonly live?: LiveSource | undefined;
  /** Hands requests on to services elsewhere, for those without a path. Only requests from this machine are handed on. */
  readonly relay?: RelayOptions | undefined;
  /** Who sees what runs; requests from this machine alone when left out. */
  readonly access?: ConsoleAccess | undefined;
  /** What operators may do to what runs; nothing when left out. */
  readonly acts?: OperatorActs | undefined;
  /** HTML that the page shows where scripts do not run. */
  readonly fallback?: () => string;
}

/**
 * Makes a console for services: `GET /console/` gives its page, and `/console/element.js` defines `<soapwright-console src="/console">` for pages of
 * one's own. Services that come with their handlers are answered too, so that `serve(console({ services }))` is a whole server. It never rejects.
 */
export function console(options: ConsoleOptions): ServiceHandler {
  const handler = new ConsoleHandler(options);
  return toFetchHandler((request) => handler.answer(request));
}

const never = "no-store";
const always = "public, max-age=31536000, immutable";

const mediaTypes: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
};

class ConsoleHandler {
  readonly #options: ConsoleOptions;
  readonly #base: string;
  readonly #files = new BuiltFiles();
  readonly #described: DescribedServices;
  readonly #access: AccessControl;
  readonly #operators: OperatorAnswers;
  readonly #live: LiveAnswers | undefined;
  readonly #relay: HttpHandler | undefined;

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.#base = (options.base ?? "/console").replace(/\/+$/, "");
    this.#described = new DescribedServices(options.services);
    this.#access = new AccessControl(options.access ?? { isOpenHere: true });
    this.#operators = new OperatorAnswers(this.#access, options.acts);
    this.#live = options.live && new LiveAnswers(options.live);
    this.#relay = options.relay && createRelay(options.relay);
  }

  async answer(request: HttpRequest): Promise<HttpAnswer> {
    const handler = this.#handlerAt(request.path);
    if (handler !== undefined) return handler.exchange(request);
    if (this.#relay !== undefined && request.path === `${this.#base}/relay`) return this.#relay(request);
    const path = request.path.startsWith(`${this.#base}/`) ? request.path.slice(this.#base.length + 1) : "";
    const [folder = "", name = "", ...rest] = path.split("/");
    if (this.#live !== undefined && (path === "session" || path === "acts")) return this.#operators.answer(path, request);
    if (request.method !== "GET" && request.method !== "HEAD") return { status: 405, headers: { allow: "GET, HEAD" } };
    if (path === "") return this.#page(request);
    if (rest.length > 0) return notFound;
    if (path === "configuration")
      return { status: 200, headers: safe("application/json", never), body: JSON.stringify(this.#configuration(request)) };
    if (path === "element.js") return this.#element();
    if (folder === "assets") return this.#asset(name);
    if (folder === "contracts" || folder === "tables") return this.#contract(name, folder);
    return folder === "live" ? this.#liveData(name, request) : notFound;
  }

  /** The handler of the service that a path belongs to. */
  #handlerAt(asked: string): ServiceHandler | undefined {
    const isAt = (path: string | undefined): boolean => path !== undefined && (asked === path || asked.startsWith(`${path}/`));
    return this.#options.services.find(({ handler, path, httpPath }) => handler !== undefined && (isAt(path) || isAt(httpPath)))?.handler;
  }

  async #liveData(name: string, request: HttpRequest): Promise<HttpAnswer> {
    const isSeen = (): boolean => this.#access.viewerOf(request) !== undefined;
    if (isSeen()) return (await this.#live?.answer(name, request, isSeen)) ?? notFound;
    // Who cannot log in need not know that there is anything.
    return this.#access.hasLogin ? { ...notFound, status: 401, body: "log in first\n" } : notFound;
  }

  #configuration(request: HttpRequest): PageConfiguration {
    const { services, relay } = this.#options;
    return {
      base: this.#base,
      version,
      services: services.map(({ contract: _, handler: __, ...shown }) => shown),
      live: this.#live !== undefined && (this.#access.hasLogin || this.#access.viewerOf(request) !== undefined),
      relay: relay && isFromHere(request) ? relay.named : undefined,
    };
  }

  #page(request: HttpRequest): HttpAnswer {
    const fallback = this.#options.fallback?.() ?? "<p>This page needs JavaScript.</p>";
    const html = writeConsolePage(this.#configuration(request), this.#files.entry(), fallback);
    return { status: 200, headers: { ...safe("text/html; charset=utf-8", never), "content-security-policy": pagePolicy }, body: html };
  }

  /** A name that stays, for pages that have the console as an element. */
  #element(): HttpAnswer {
    const entry = this.#files.entry();
    if (entry === undefined) return notFound;
    return { status: 200, headers: safe(mediaTypes.js ?? "", never), body: `import "./assets/${entry.script}";\n` };
  }

  async #asset(name: string): Promise<HttpAnswer> {
    const mediaType = mediaTypes[name.slice(name.lastIndexOf(".") + 1)];
    const body = mediaType === undefined ? undefined : await this.#files.asset(name);
    return mediaType === undefined || body === undefined ? notFound : { status: 200, headers: safe(mediaType, always), body };
  }

  async #contract(id: string, part: "contracts" | "tables"): Promise<HttpAnswer> {
    try {
      const described = await this.#described.describe(id);
      if (described === undefined) return notFound;
      return {
        status: 200,
        headers: safe("application/json", "no-cache"),
        body: part === "tables" ? described.tables : described.description,
      };
    } catch (error) {
      return {
        status: 500,
        headers: safe("text/plain; charset=utf-8", never),
        body: error instanceof Error ? error.message : String(error),
      };
    }
  }
}

const notFound: HttpAnswer = { status: 404, headers: safe("text/plain; charset=utf-8", never), body: "not found\n" };

function safe(mediaType: string, cache: string): Readonly<Record<string, string>> {
  return { "content-type": mediaType, "cache-control": cache, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" };
}
