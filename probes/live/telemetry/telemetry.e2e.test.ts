/** What a collector gets: one trace per run under the run's own id, and nobody's name. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { Secret } from '../../../runtime/secret.ts';
import { proves } from '../../../test/parity/proves.ts';
import type { ProbeContext } from '../../probe.ts';
import type { ProbeRun } from '../../probe-run.ts';
import { openTelemetry } from './telemetry.ts';
import { traceparentOf } from './trace-ids.ts';
import { traced } from './traced.ts';

const RUN: ProbeRun = {
  ...{ id: '0af76519-16cd-43dd-8448-eb211c80319c', target: 'contoso', module: 'sign-in' },
  ...{ probe: 'sign-in', startedMs: Date.UTC(2026, 10, 22), tookMs: 900, verdict: 'fail' },
  ...{ summary: 'expected 0, got 80002', phaseMs: { resolve: 10, connect: 20, exchange: 800 } },
  ...{ aadsts: 80002, agentId: 'agt-1', observation: { text: 'canary@contoso.example' } },
};

async function openCollector() {
  const got: Record<string, { body: string; authorization: string | undefined }> = {};
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { authorization } = request.headers;
      got[request.url ?? ''] = { body: Buffer.concat(parts).toString(), authorization };
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { got, endpoint: `http://127.0.0.1:${port}`, close: () => server.close() };
}

test(
  proves('probes.telemetry', 'a run is one trace with a span per phase, and metrics'),
  async () => {
    const { got, endpoint, close } = await openCollector();
    const headers = { authorization: { env: 'PTA_LAB_TEST_OTLP' } };
    process.env.PTA_LAB_TEST_OTLP = 'Bearer swordfish';
    const telemetry = await openTelemetry({ endpoint, headers }, '1.0.0', {});
    telemetry?.ran(RUN);
    await telemetry?.[Symbol.asyncDispose]();
    close();

    const traces = got['/v1/traces'];
    expect(traces?.authorization).toBe('Bearer swordfish');
    const [{ scopeSpans }] = JSON.parse(traces?.body ?? '').resourceSpans;
    const spans: Span[] = scopeSpans[0].spans;
    const root = spans.find(({ name }) => name === 'probe sign-in');
    expect(traceparentOf(RUN.id)).toBe(`00-${root?.traceId}-${root?.spanId}-01`);
    expect(
      spans.filter(({ parentSpanId }) => parentSpanId === root?.spanId).map(({ name }) => name),
    ).toEqual(['resolve', 'connect', 'exchange']);
    const attributes = JSON.stringify(root?.attributes);
    expect(attributes).toContain(
      '{"key":"user_agent.synthetic.type","value":{"stringValue":"test"}}',
    );
    expect(attributes).toContain('{"key":"pta.aadsts","value":{"intValue":80002}}');
    const metrics = got['/v1/metrics']?.body ?? '';
    expect(metrics).toContain('"name":"pta_probe_runs"');
    expect(metrics).toContain('"name":"pta_probe_duration"');
    expect(JSON.stringify(got['/v1/traces']?.body) + metrics).not.toContain('canary');
  },
);

test('requests of a traced run carry the trace of their run, beside what they had', async () => {
  const { context, seen } = contextThatListens(RUN.id);
  const call = { from: context.from, timeoutMs: 1 };
  const headers = { accept: '*/*' };
  await context.network.request({ method: 'GET', url: 'https://x.test', headers, body: '' }, call);
  expect(seen).toEqual([{ accept: '*/*', traceparent: traceparentOf(RUN.id) }]);
});

function contextThatListens(correlationId: string) {
  const seen: unknown[] = [];
  const never = () => expect.unreachable('only requests are made');
  const listening: ProbeContext = {
    ...{ correlationId, cloud: 'public', authority: '', graph: '', tenantId: '', clientId: '' },
    ...{ account: { userName: '', password: new Secret('') }, timeoutMs: 1 },
    from: { component: 'prober', site: 'internet', trust: [] },
    clock: { nowMs: never, sleep: never },
    crypto: { verify: never },
    network: {
      ...{ examine: never, bind: never, resolveService: never, rootDse: never },
      async request({ headers }) {
        seen.push(headers);
        return { ok: true, phaseMs: {}, value: { status: 200, headers: {}, body: '' } };
      },
    },
  };
  return { context: traced(listening), seen };
}

interface Span {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: unknown;
}

test('without an endpoint nothing is opened, and the variable of OpenTelemetry is one', async () => {
  expect(await openTelemetry(undefined, '1.0.0', {})).toBeUndefined();
  const { got, endpoint, close } = await openCollector();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/` };
  const telemetry = await openTelemetry(undefined, '1.0.0', env);
  telemetry?.ran(RUN);
  await telemetry?.[Symbol.asyncDispose]();
  close();
  expect(Object.keys(got).sort()).toEqual(['/v1/metrics', '/v1/traces']);
});
