/** The watch over HTTP: who may ask what, and what a probe, a scraper and a person get. */
import { spawnSync } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseProbesFile } from '../../probes/live/config/load-probes-file.ts';
import { type History, openHistory } from '../../probes/live/history/history.ts';
import { createWatchMetrics } from '../../probes/live/metrics/watch-metrics.ts';
import { startWatch, type Watch } from '../../probes/live/watch/watch.ts';
import type { ProbeRun } from '../../probes/probe-run.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Listening } from '../../runtime/live/listen-http.ts';
import { Secret } from '../../runtime/secret.ts';
import { needs } from '../../test/needs.ts';
import { proves } from '../../test/parity/proves.ts';
import { freshStateDir } from '../../test/state-dir.ts';
import { createRecent } from './read-facts.ts';
import { startWatchServer } from './server.ts';

const GUID = '00000000-0000-4000-8000-000000000001';
const CONFIG = `targets:
  contoso:
    tenant: ${GUID}
    client: ${GUID}
    account: { userName: canary-person@contoso.example, password: { env: CANARY } }
modules:
  quick: { probe: sign-in, timeout: 15s }
schedule:
  - { target: contoso, module: quick, every: 1h }
`;

let text = CONFIG;
let verdict: ProbeRun['verdict'] = 'pass';
const asked: string[] = [];
let history: History;
let watch: Watch;
let server: Listening;
const metrics = createWatchMetrics({ version: '0.1.0', node: '26.0.0', nowMs: Date.now });
const load = () => parseProbesFile(text, 'probes.yaml', { env: {}, nowMs: Date.UTC(2026, 10, 22) });

/** In place of the wire; it stops when it is told to, as the real one does. */
async function run(target: string, { name }: { name: string }, signal?: AbortSignal) {
  asked.push(`${target}/${name}`);
  const isSlow = name === 'discovery';
  if (isSlow) await new Promise((resolve) => signal?.addEventListener('abort', resolve));
  return {
    ...{ id: GUID, target, module: name, probe: 'sign-in', startedMs: Date.now(), tookMs: 250 },
    ...{ verdict: isSlow ? 'inconclusive' : verdict, summary: 'tokens as expected' },
    ...{ phaseMs: { connect: 20, tls: 30, exchange: 200 }, aadsts: null, agentId: null },
    observation: isSlow ? null : { status: 200 },
  } satisfies ProbeRun;
}

const options = () => ({
  ...{ watch, history, metrics, recent: createRecent(), product: 'pta-lab 0.1.0', nowMs: Date.now },
  listen: { host: '127.0.0.1', port: 0 },
});

beforeAll(async () => {
  history = openHistory(`${freshStateDir()}/history.db`);
  watch = startWatch({
    ...{ load, history, listeners: [metrics], tell: () => {} },
    createRunner: () => ({ run }),
    configured: (file) => metrics.configured(file),
  });
  server = await startWatchServer(options());
});

afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await watch?.[Symbol.asyncDispose]();
  history?.[Symbol.dispose]();
});

/** `fetch` would not let us choose Host and the like. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', at = server) {
  return new Promise<{ status: number; body: string; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      const sent = httpRequest(new URL(path, at.url), { method, headers }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          body += part;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body, headers: answer.headers }),
        );
      });
      sent.on('error', reject).end();
    },
  );
}

test(
  proves(
    'probes.http.probe',
    '/probe runs one probe that is kept, and answers as blackbox_exporter',
  ),
  async () => {
    const { status, body, headers } = await ask('/probe?target=contoso&module=quick');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(body).toContain('\nprobe_success 1\n');
    expect(history.latest().map(({ module }) => module)).toEqual(['quick']);
    verdict = 'inconclusive';
    expect((await ask('/probe?target=contoso&module=quick')).body).not.toMatch(/^probe_success/m);
    verdict = 'pass';
  },
);

test.each([
  [
    'target=evil.example&module=quick',
    'target: expected one of the configuration (contoso), got "evil.example"',
  ],
  ['target=contoso&target=x&module=quick', 'got several'],
  ['target=contosso&module=quick', 'did you mean "contoso"?'],
  ['target=contoso', 'module: expected one of the configuration'],
  ['target=contoso&module=__proto__', 'got "__proto__"'],
])('/probe?%s is refused with a sentence, and nothing is sent', async (query, sentence) => {
  const before = asked.length;
  const { status, body } = await ask(`/probe?${query}`);
  expect(status).toBe(400);
  expect(body).toContain(sentence);
  expect(asked.length).toBe(before);
});

test('the scraper’s own timeout ends a run, which is inconclusive then', async () => {
  const header = 'x-prometheus-scrape-timeout-seconds';
  const path = '/probe?target=contoso&module=discovery';
  const { status, body } = await ask(path, { [header]: '0.6' });
  expect(status).toBe(200);
  expect(body).toContain('pta_probe_inconclusive 1');
  const wrong = await ask('/probe?target=contoso&module=quick', { [header]: 'soon' });
  expect([wrong.status, wrong.body]).toEqual([400, expect.stringContaining('got "soon"')]);
});

test('debug shows what happened, and no name and no password', async () => {
  const { body } = await ask('/probe?target=contoso&module=quick&debug=true');
  expect(body).toContain('verdict: pass');
  expect(body).toContain('Metrics that would have been returned:');
  expect(body).toContain('"timeoutMs": 15000');
  expect(body).not.toMatch(/canary/i);
});

test.each([
  ['a name that was rebound', '/', { host: 'evil.example' }],
  [
    'a page elsewhere that asks for a probe',
    '/probe?target=contoso&module=quick',
    { 'sec-fetch-site': 'cross-site' },
  ],
  ['a page elsewhere that reads', '/metrics', { origin: 'https://evil.example' }],
])(proves('probes.http.access', '%s is refused'), async (_, path, headers) => {
  const before = asked.length;
  expect((await ask(path, headers)).status).toBe(403);
  expect(asked.length).toBe(before);
});

test.each([
  ['/nowhere', 'GET', 404],
  ['/constructor', 'GET', 404],
  ['/metrics', 'POST', 405],
  ['/-/reload', 'GET', 405],
  ['/probe?target=contoso&module=quick', 'HEAD', 405],
  ['/-/healthy', 'GET', 200],
  ['/-/ready', 'HEAD', 200],
])('%s by %s is answered with %i, and nobody may keep it', async (path, method, expected) => {
  const { status, headers, body } = await ask(path, {}, method);
  expect(status).toBe(expected);
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  if (method === 'HEAD') expect(body).toBe('');
});

test('a bad file at a reload is told, shown, and changes nothing', async () => {
  text = CONFIG.replace('quick: {', 'quick: { probee: x,');
  const { status, body } = await ask('/-/reload', {}, 'POST');
  expect(status).toBe(500);
  expect(body).toContain('probes.yaml:7');
  expect((await ask('/probe?target=contoso&module=quick')).status).toBe(200);
  expect((await ask('/metrics')).body).toContain('pta_config_last_reload_successful 0');
  expect((await ask('/')).body).toContain('The last reload was refused');
  text = CONFIG;
  expect((await ask('/-/reload', {}, 'POST')).status).toBe(200);
  expect((await ask('/metrics')).body).toContain('pta_config_last_reload_successful 1');
});

test(
  proves('probes.http.status', 'the status page and its JSON say what history holds'),
  async () => {
    const page = await ask('/');
    expect(page.body).toContain('<h1>All pass</h1>');
    expect(page.body).not.toMatch(/canary/i);
    const { overall, probes } = JSON.parse((await ask('/api/status')).body);
    expect(overall.state).toBe('pass');
    expect(probes).toMatchObject([{ target: 'contoso', module: 'quick', state: 'pass' }]);
  },
);

test('beyond loopback it takes a token, as bearer or as a browser sends it', async () => {
  const open = { ...options(), listen: { host: '0.0.0.0', port: 0 } };
  await expect(startWatchServer(open)).rejects.toThrow(LabError);
  const token = new Secret('a-token-of-some-length');
  const guarded = await startWatchServer({ ...options(), token });
  const statusOf = async (headers: Record<string, string>) =>
    (await ask('/metrics', headers, 'GET', guarded)).status;
  const basic = Buffer.from('wall:a-token-of-some-length').toString('base64');
  expect(await statusOf({})).toBe(401);
  expect(await statusOf({ authorization: 'Bearer a-token-of-another' })).toBe(401);
  expect(await statusOf({ authorization: 'Bearer a-token-of-some-length' })).toBe(200);
  expect(await statusOf({ authorization: `Basic ${basic}`, host: 'wall.example' })).toBe(200);
  await guarded[Symbol.asyncDispose]();
});

needs('promtool')('promtool finds nothing to complain of in /metrics and /probe', async () => {
  for (const path of ['/metrics', '/probe?target=contoso&module=quick']) {
    const { body } = await ask(path);
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: body,
      encoding: 'utf8',
    });
    expect([path, status, stdout + stderr]).toEqual([path, 0, '']);
  }
});
