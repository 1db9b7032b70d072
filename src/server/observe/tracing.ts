/**
 * Traces by OpenTelemetry, if the program has the package `@opentelemetry/api` and has set up an SDK: a span for each operation, and in it one for each
 * call of the store and of the merchandise system. A client's `traceparent` is the parent.
 */
import { whenOver } from "../../service/soon.js";
import type { Watch } from "../../services/veloconnect/index.js";
import { version } from "../../version.js";

/** Runs work in spans. */
export interface Tracing {
  /** Runs an operation; undefined while nobody takes spans. */
  readonly operation: Watch | undefined;
  /** Runs a call of another system: `store.write`, `merchandise.place`. */
  call<Result>(name: string, work: () => Result): Result;
}

const untraced: Tracing = { operation: undefined, call: (_, work) => work() };

/** ResponseCode of failures on our side. */
const internalError = 500;

/** Finds out if there is OpenTelemetry. Without it work just runs. */
export async function openTracing(): Promise<Tracing> {
  const api = await import("@opentelemetry/api").catch(() => undefined);
  if (api === undefined) return untraced;
  const { context, propagation, ProxyTracerProvider, SpanKind, SpanStatusCode, trace } = api;
  const tracer = trace.getTracer("soapwright", version);
  /** An SDK may be set up later than this server is. */
  const hasSdk = (): boolean => {
    const provider = trace.getTracerProvider();
    return !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer("soapwright", version) !== undefined;
  };
  const operation: Watch = (asked, work) => {
    const active = context.active();
    // An instrumentation of node:http may have taken the parent over.
    const parent =
      trace.getSpan(active) === undefined && asked.request !== undefined
        ? propagation.extract(active, asked.request.headers, { get: (headers, key) => headers.get(key) ?? undefined, keys: () => [] })
        : active;
    const attributes = { "rpc.system": "veloconnect", "rpc.method": asked.operation };
    return tracer.startActiveSpan(`veloconnect ${asked.operation}`, { kind: SpanKind.SERVER, attributes }, parent, async (span) => {
      try {
        const answered = await work();
        span.setAttribute("veloconnect.response_code", answered.responseCode);
        if (answered.responseCode === internalError) span.setStatus({ code: SpanStatusCode.ERROR });
        return answered;
      } finally {
        span.end();
      }
    });
  };
  return {
    get operation() {
      return hasSdk() ? operation : undefined;
    },
    call: (name, work) => {
      if (!hasSdk()) return work();
      return tracer.startActiveSpan(name, { kind: SpanKind.CLIENT }, (span) =>
        whenOver(work, (failure) => {
          const message = failure?.error instanceof Error ? failure.error.message : String(failure?.error);
          if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message });
          span.end();
        }),
      );
    },
  };
}
