import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import { Secret } from '../../../runtime/secret.ts';
import { proves } from '../../../test/parity/proves.ts';
import { ALERT_DEFAULTS } from '../../alerts/alert-rules.ts';
import type { SecretRef } from '../../target.ts';
import { freshHistoryFile, runAt } from '../history/fixture-runs.ts';
import { type History, openHistory } from '../history/history.ts';
import type { AlertSettings, Channel } from './alert-settings.ts';
import { type Alerting, createAlerting } from './alerting.ts';

const CANARY = 'canary-in-the-path';

interface Got {
  url: string;
  body: Record<string, unknown>;
  authorization: string | undefined;
}

/** Answers with the statuses it was given, then with 200. */
async function startReceiver(...statuses: number[]) {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      const { url = '', headers } = request;
      got.push({ url, body: JSON.parse(text), authorization: headers.authorization });
      response.writeHead(statuses.shift() ?? 200, { location: '/elsewhere' }).end();
    });
  });
  const origin = `http://${await listen(server)}`;
  onTestFinished(() => void server.close());
  return { got, origin };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function settingsOf(channels: Record<string, Channel>): AlertSettings {
  return { rules: { ...ALERT_DEFAULTS, failuresInARow: 1, passesInARow: 1 }, channels };
}

/** Secrets are named by what they hold: `{ env: value }`. */
const readSecret = async (ref: SecretRef) => new Secret('env' in ref ? ref.env : '');

/** Disposing waits for what is on its way. */
async function fail(settings: AlertSettings, history?: History, ...told: string[][]) {
  const tell = (line: string) => void told[0]?.push(line);
  await using alerting = createAlerting(settings, history, readSecret, { tell, nowMs: () => 1 });
  alerting.ran(runAt(0, { verdict: 'fail', summary: 'AADSTS80002' }));
}

test(
  proves('probes.alerts.senders', 'every kind of HTTP channel gets its message at its address'),
  async () => {
    const { got, origin } = await startReceiver();
    const url = (path: string): SecretRef => ({ env: `${origin}/${path}` });
    await fail(
      settingsOf({
        hook: { kind: 'webhook', url: url('hook'), authorization: { env: 'Bearer x' } },
        chat: { kind: 'slack', url: url('slack') },
        team: { kind: 'teams', url: url('teams') },
        duty: { kind: 'pagerduty', url: url('duty'), routingKey: { env: 'routing' } },
        manager: { kind: 'alertmanager', url: url('manager/') },
        quiet: { kind: 'webhook', url: url('quiet'), only: 'warning' },
      }),
    );
    const byPath = Object.fromEntries(got.map((one) => [one.url, one]));
    expect(Object.keys(byPath).sort()).toEqual(
      ['/duty', '/hook', '/manager/api/v2/alerts', '/slack', '/teams'].sort(),
    );
    expect(byPath['/hook']).toMatchObject({ authorization: 'Bearer x', body: { version: 1 } });
    expect(byPath['/duty']?.body).toMatchObject({ routing_key: 'routing' });
  },
);

test(proves('probes.alerts.senders', 'a mail server gets an e-mail'), async () => {
  const mails: string[] = [];
  const server = new SMTPServer({
    ...{ disabledCommands: ['AUTH', 'STARTTLS'], logger: false },
    onData(stream, _, done) {
      let text = '';
      stream.on('data', (part) => {
        text += part;
      });
      stream.on('end', () => {
        mails.push(text);
        done();
      });
    },
  });
  server.server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  onTestFinished(() => void server.close(() => {}));
  const mail: Channel = {
    ...{ kind: 'email', host: '127.0.0.1', port, tls: 'none' },
    ...{ from: 'probes@contoso.example', to: ['ops@contoso.example'] },
  };
  const told: string[] = [];
  await fail(settingsOf({ mail }), undefined, told);
  expect(told).toEqual([]);
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatch(/^Subject: \[FIRING\] critical: sign-in of contoso is failing/m);
  // Without TLS it says nothing, if it was not told to.
  await fail(settingsOf({ mail: { ...mail, tls: 'starttls' } }), undefined, told);
  expect(mails).toHaveLength(1);
  expect(told).toEqual([expect.stringMatching(/^alerts: mail: E/)]);
});

test('what a receiver refuses is said without its address, and no redirect is followed', async () => {
  const { got, origin } = await startReceiver(302, 404);
  const channel: Channel = { kind: 'webhook', url: { env: `${origin}/${CANARY}` } };
  const told: string[] = [];
  await fail(settingsOf({ moved: channel }), undefined, told);
  await fail(settingsOf({ gone: channel }), undefined, told);
  const nobody: Channel = { kind: 'webhook', url: { env: `http://127.0.0.1:1/${CANARY}` } };
  await fail(settingsOf({ nobody }), undefined, told);
  const far: Channel = { kind: 'webhook', url: { env: `http://hooks.example/${CANARY}` } };
  await fail(settingsOf({ far }), undefined, told);
  expect(got.map(({ url }) => url)).toEqual([`/${CANARY}`, `/${CANARY}`]);
  expect(told).toEqual([
    'alerts: moved: it answered 302; given up, check the channel in the configuration',
    'alerts: gone: it answered 404; given up, check the channel in the configuration',
    expect.stringMatching(/^alerts: nobody: \w+$/),
    expect.stringMatching(/^alerts: far: expected an https address.*given up/),
  ]);
  expect(told.join()).not.toContain(CANARY);
});

test(
  proves('probes.alerts', 'a restart tells nothing twice and forgets nothing that waits'),
  async () => {
    const { got, origin } = await startReceiver(503);
    using history = openHistory(freshHistoryFile());
    const settings = settingsOf({ hook: { kind: 'webhook', url: { env: origin } } });
    let nowMs = 0;
    const during = async (work: (alerting: Alerting) => void) => {
      const options = { nowMs: () => nowMs };
      await using alerting = createAlerting(settings, history, readSecret, options);
      work(alerting);
    };
    history.append(runAt(0, { verdict: 'fail' }));
    history.explain(1, 'Port 443 is blocked.');
    nowMs = runAt(0).startedMs;
    await during((alerting) => alerting.ran(runAt(0, { verdict: 'fail' })));
    expect(got[0]?.body.text).toMatch(/ — Port 443 is blocked\.$/);
    expect(got).toHaveLength(1);
    expect(history.note('alerts')).toContain('"tries":1');
    nowMs += 60_000;
    await during((alerting) => alerting.ran(runAt(1, { verdict: 'fail' })));
    await during((alerting) => {
      alerting.ran(runAt(2, { verdict: 'fail' }));
      expect(Object.keys(alerting.open())).toEqual(['failing/contoso/sign-in']);
    });
    await during((alerting) => alerting.ran(runAt(3)));
    expect(got.map(({ body }) => body.state)).toEqual(['firing', 'firing', 'resolved']);
    expect(JSON.stringify(history.note('alerts'))).not.toContain(origin);
  },
);

test('an agent that fails while the others do not is told from the sign-in log', async () => {
  const { got, origin } = await startReceiver();
  using history = openHistory(freshHistoryFile());
  const settings = settingsOf({ hook: { kind: 'webhook', url: { env: origin } } });
  const nowMs = runAt(60).startedMs;
  const rows = Array.from({ length: 20 }, (_, index) => ({
    ...{ correlationId: `c-${index}`, createdMs: nowMs - 1_000 },
    ...(index % 2 === 0 ? { agentId: 'a', errorCode: 0 } : { agentId: 'b', errorCode: 80002 }),
  }));
  const observation = { rows, machines: { b: 'AGT-2' } };
  const run = runAt(60, { module: 'sign-in-log', probe: 'sign-in-log', observation });
  await using alerting = createAlerting(settings, history, readSecret, { nowMs: () => nowMs });
  history.append(run);
  alerting.ran(run);
  await alerting[Symbol.asyncDispose]();
  expect(got.map(({ body }) => body.title)).toEqual([
    'AGT-2 fails more often than the other agents of contoso',
  ]);
});
