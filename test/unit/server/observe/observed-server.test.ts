/**
 * What a running server shows to its operator: metrics, the access log, the audit log and traces.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, context, propagation, ROOT_CONTEXT, type Span, type SpanContext, trace } from "@opentelemetry/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Server, startServer } from "../../../../src/server/start-server.js";

const lines: Record<string, unknown>[] = [];
const log = {
  info: (fields: object, msg: string) => void lines.push({ ...fields, msg }),
  warn: () => undefined,
  error: (fields: object) => void lines.push({ ...fields, msg: "error" }),
};

interface SeenSpan {
  readonly name: string;
  readonly parent: string | undefined;
  readonly attributes: Record<string, unknown>;
  hasEnded: boolean;
}
const spans: SeenSpan[] = [];

/** As much of an SDK as shows spans with their parents. */
function recordSpans(): void {
  const storage = new AsyncLocalStorage<Context>();
  context.setGlobalContextManager({
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, work, self, ...args) => storage.run(active, () => work.call(self as never, ...args)),
    bind: (_, target) => target,
    enable: () => storage as never,
    disable: () => storage as never,
  });
  propagation.setGlobalPropagator({
    inject: () => undefined,
    extract: (active, carrier, getter) => {
      const [, traceId = "", spanId = ""] = String(getter.get(carrier, "traceparent") ?? "").split("-");
      return traceId === "" ? active : trace.setSpanContext(active, { traceId, spanId, traceFlags: 1 });
    },
    fields: () => ["traceparent"],
  });
  const start = (name: string, options: { attributes?: object } = {}, parent: Context = context.active()): Span => {
    const seen: SeenSpan = { name, parent: trace.getSpanContext(parent)?.spanId, attributes: { ...options.attributes }, hasEnded: false };
    const spanContext: SpanContext = { traceId: "t", spanId: `${spans.push(seen)}`, traceFlags: 1 };
    const span: Pick<Span, "spanContext" | "setAttribute" | "setStatus" | "end"> = {
      spanContext: () => spanContext,
      setAttribute: (key, value) => {
        seen.attributes[key] = value;
        return span as Span;
      },
      setStatus: () => span as Span,
      end: () => {
        seen.hasEnded = true;
      },
    };
    return span as Span;
  };
  trace.setGlobalTracerProvider({
    getTracer: () => ({
      startSpan: start,
      startActiveSpan: (name: string, ...rest: readonly unknown[]) => {
        // The last argument is the work; options and context before it may be missing.
        const work = rest.at(-1) as (span: Span) => never;
        const [options, parent] = rest.slice(0, -1) as [{ attributes?: object }?, Context?];
        const active = parent ?? context.active();
        const span = start(name, options, active);
        return context.with(trace.setSpan(active, span), () => work(span));
      },
    }),
  });
}

let server: Server;
beforeAll(async () => {
  recordSpans();
  server = await startServer({ port: 0, store: { kind: "memory" }, ipam: undefined, log, metrics: { host: "127.0.0.1", port: 0 } });
});
afterAll(async () => {
  await server.close(0);
  trace.disable();
  context.disable();
  propagation.disable();
});

async function ask(request: string, password = "bicycle", headers: Record<string, string> = {}): Promise<string> {
  const url = `${server.url}/veloconnect?RequestName=${request}&BuyersID=demo&Password=${password}`;
  return (await fetch(url, { headers })).text();
}

async function metricsText(): Promise<string> {
  return (await fetch(server.metricsUrl ?? "")).text();
}

describe("a running server", () => {
  it("counts operations, logins, transitions, requests and calls of the store", async () => {
    const order = await ask("CreateOrderRequest&Quantity.20020=1&quantityUnitCode.20020=EA");
    const id = /TransactionID>([^<]*)</.exec(order)?.[1];
    await ask(`ViewOrderRequest&TransactionID=${id}`);
    await ask("ViewOrderRequest&TransactionID=nobody");
    await ask("GetStatusRequest", "wrong");
    await ask("NothingRequest");
    await fetch(`${server.url}/nowhere`);
    const text = await metricsText();
    for (const line of [
      'soapwright_operations_total{operation="CreateOrder",code="200"} 1',
      'soapwright_operations_total{operation="ViewOrder",code="200"} 1',
      'soapwright_operations_total{operation="ViewOrder",code="420"} 1',
      'soapwright_operations_total{operation="GetStatus",code="411"} 1',
      'soapwright_operations_total{operation="?",code="400"} 1',
      'soapwright_operation_seconds_count{operation="ViewOrder"} 2',
      'soapwright_http_requests_total{path="/veloconnect",status="200"} 5',
      'soapwright_http_requests_total{path="?",status="404"} 1',
      "soapwright_http_requests_running 0",
      'soapwright_logins_total{result="accepted"} 3',
      'soapwright_logins_total{result="refused"} 1',
      'soapwright_transitions_total{machine="Order",from="start",command="create",to="open"} 1',
      'soapwright_instances{machine="Order",state="open",number="2"} 1',
      'soapwright_store_seconds_count{call="write"} 2',
    ])
      expect(text).toContain(`${line}\n`);
    expect(text).toMatch(/process_resident_memory_bytes \d{7}/);
  });

  it("keeps metrics off the public port", async () => {
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
    expect((await fetch((server.metricsUrl ?? "").replace("metrics", "x"))).status).toBe(404);
    expect((await fetch(server.metricsUrl ?? "", { method: "POST" })).status).toBe(405);
    const open = await startServer({ port: 0, store: { kind: "memory" }, ipam: undefined, log, metrics: "public" });
    expect(open.metricsUrl).toBe(`${open.url}/metrics`);
    expect(await (await fetch(open.metricsUrl ?? "")).text()).toContain("# TYPE soapwright_operations_total counter");
    await open.close(0);
  });

  it("logs each request with its operation, and logins, never a password", () => {
    const first = lines.find(({ msg, operation }) => msg === "request" && operation === "CreateOrder");
    expect(first).toMatchObject({
      method: "GET",
      path: "/veloconnect",
      status: 200,
      address: "127.0.0.1",
      code: 200,
      buyer: "demo",
      state: 2,
    });
    expect(lines).toContainEqual({ audit: "login", result: "accepted", buyer: "demo", address: "127.0.0.1", msg: "login" });
    expect(lines).toContainEqual({ audit: "login", result: "refused", buyer: "demo", address: "127.0.0.1", msg: "login" });
    // Transitions carry TransactionIDs: they are in files of their own, or in the store only.
    expect(lines.filter(({ audit }) => audit === "transition")).toEqual([]);
    expect(JSON.stringify(lines)).not.toMatch(/bicycle|wrong/);
  });

  it("traces operations below the client's span, and the store below them", async () => {
    spans.length = 0;
    await ask("GetStatusRequest", "bicycle", { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" });
    const [operation, store] = spans;
    expect(operation).toMatchObject({ name: "veloconnect GetStatus", parent: "b7ad6b7169203331", hasEnded: true });
    expect(operation?.attributes).toMatchObject({ "rpc.method": "GetStatus", "veloconnect.response_code": 200 });
    expect(store).toMatchObject({ name: "store.list", parent: "1", hasEnded: true });
  });
});

it("a merchandise system that does not answer gives ResponseCode 500, shows in the metrics, and holds up nobody", async () => {
  const never = (): Promise<never> => new Promise(() => undefined);
  const hanging = await startServer({
    port: 0,
    store: { kind: "memory" },
    ipam: undefined,
    log,
    metrics: "public",
    merchandise: { catalogue: { find: never, findMany: never, search: never }, orders: { place: never } },
    merchandiseTimeout: 50,
  });
  const url = `${hanging.url}/veloconnect?BuyersID=demo&Password=bicycle&RequestName=`;
  const order = await (await fetch(`${url}CreateOrderRequest&Quantity.1=1&quantityUnitCode.1=EA`)).text();
  expect(order).toContain("ResponseCode>500<");
  expect(await (await fetch(`${url}GetStatusRequest`)).text()).not.toContain("TransactionStatus");
  const text = await (await fetch(hanging.metricsUrl ?? "")).text();
  expect(text).toContain('soapwright_merchandise_failures_total{call="findMany"} 1\n');
  await hanging.close(0);
});
