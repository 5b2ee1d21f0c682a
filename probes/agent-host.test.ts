/** The probe against descriptions of servers, as any of its sources gives them. */
import { describe, expect, test } from 'vitest';
import { PROGRAMS } from '../protocol/agent-versions.ts';
import { DAY_MS, MINUTE_MS } from '../protocol/time-units.ts';
import { LabError } from '../runtime/lab-error.ts';
import { proves } from '../test/parity/proves.ts';
import { type AgentHostExpectation, agentHost } from './agent-host.ts';
import type { ServerDescription } from './probe-ports.ts';
import { runProbe } from './run-probe.ts';
import { contextOn, stubServer, WELL } from './server/stub-server.ts';
import { createStubCloud, NOW_MS } from './stub-cloud.ts';

async function judge(change: Partial<ServerDescription>, expectation: AgentHostExpectation = {}) {
  const { judgement } = await runProbe(agentHost, contextOn(stubServer(change)), expectation);
  return judgement;
}

const certificate = (days: number, change = {}) => ({
  certificate: {
    ...{ thumbprint: 'A1', hasPrivateKey: true, ...change },
    ...{ notBeforeMs: NOW_MS - (180 - days) * DAY_MS, notAfterMs: NOW_MS + days * DAY_MS },
  },
});
const CONNECTOR = { name: PROGRAMS.connector, version: '1.5.4287.0' };

test('a server where everything is well passes', async () => {
  expect(await judge({})).toEqual({
    verdict: 'pass',
    summary: 'agt-1: both services run, agent 1.5.2482.0',
  });
});

describe(proves('probes.agent-host', 'what is wrong is named'), () => {
  test.each<[string, Partial<ServerDescription>, string]>([
    [
      'a stopped agent',
      { agentService: 'stopped' },
      'AzureADConnectAuthenticationAgent is stopped',
    ],
    ['a stopped updater', { updaterService: 'stopped' }, 'AzureADConnectAgentUpdater is stopped'],
    ['no updater', { updaterService: 'absent' }, 'AzureADConnectAgentUpdater is missing'],
    ['an agent that hangs', { isResponding: false }, 'hangs'],
    ['an updater alone', { agentService: 'absent', programs: [] }, 'updater was left behind'],
    [
      'nothing at all',
      { agentService: 'absent', updaterService: 'absent', programs: [] },
      'no agent is installed',
    ],
    ['a connector alone', { programs: [CONNECTOR] }, 'a preview agent'],
    ['an old agent', { agentVersion: '1.5.1742.0' }, 'outdated: expected 1.5.2482.0 or later'],
    ['one from before TLS 1.2', { agentVersion: '1.5.405.0' }, 'from before 1.5.643.0'],
    ['an expired certificate', certificate(-3), 'ended 3 days ago'],
    ['an overdue renewal', certificate(28), 'ends in 28 days (2026-11-30): its renewal is overdue'],
    ['a missing key', certificate(80, { hasPrivateKey: false }), 'private key'],
    ['a proxy for the browser only', { proxySetting: 'browser-only' }, 'stays Inactive'],
    ['no TLS 1.2', { tls12: false }, 'TLS 1.2 is switched off'],
    ['a broken secure channel', { secureChannel: 'broken' }, 'secure channel'],
    ['a clock behind', { clockOffsetMs: -6 * MINUTE_MS }, 'the clock is 360 s behind'],
    [
      'a Connect that does not run',
      { connect: { version: '2.4.0.0', role: 'primary', isRunning: false } },
      'nothing is synchronised',
    ],
  ])('%s', async (_, change, text) => {
    const { verdict, summary } = await judge(change);
    expect(verdict).toBe('fail');
    expect(summary).toContain(text);
  });

  test('no proxy for the service where the site has one', async () => {
    expect(await judge({}, { proxy: 'wpad' })).toMatchObject({ verdict: 'fail' });
    expect(await judge({ proxySetting: 'wpad' }, { proxy: 'wpad' })).toMatchObject({
      verdict: 'pass',
    });
  });

  test('no InstanceID in the registry', async () => {
    const { instanceId: _, ...unregistered } = WELL;
    const server = stubServer({}, { describe: async () => unregistered });
    const { judgement } = await runProbe(agentHost, contextOn(server), {});
    expect(judgement.summary).toContain('the registry has no InstanceID');
  });
});

test.each<[string, Partial<ServerDescription>]>([
  ['a connector beside the agent', { programs: [...WELL.programs, CONNECTOR] }],
  ['a certificate with thirty days and its turn still to come', certificate(29.5)],
  ['five minutes of clock offset, which Kerberos allows', { clockOffsetMs: 5 * MINUTE_MS }],
  [
    'a staging server whose Connect is stopped',
    {
      connect: { version: '2.4.0.0', role: 'staging', isRunning: false },
    },
  ],
])('%s is no trouble', async (_, change) => {
  expect(await judge(change)).toMatchObject({ verdict: 'pass' });
});

describe('what could not be seen is never a pass, and never an outage', () => {
  test('no server', async () => {
    const { judgement } = await runProbe(agentHost, createStubCloud({}).context, {});
    expect(judgement.verdict).toBe('inconclusive');
    expect(judgement.summary).toContain('has to stand on an agent server');
  });

  test('a server that nobody can sign in to', async () => {
    const describe = () => Promise.reject(new LabError('PROBE_SERVER', 'agt-1 is down'));
    const context = contextOn(stubServer({}, { describe }));
    const { judgement, observation } = await runProbe(agentHost, context, {});
    expect(judgement).toEqual({ verdict: 'inconclusive', summary: 'agt-1 is down' });
    expect(observation).toMatchObject({ description: null, problem: 'agt-1 is down' });
  });

  test('a source that was kept from the certificate', async () => {
    const { certificate: _, ...rest } = WELL;
    const unread = ['the certificate, which is in the store of the service’s own account'];
    const server = stubServer({}, { describe: async () => ({ ...rest, unread }) });
    const { judgement } = await runProbe(agentHost, contextOn(server), {});
    expect(judgement.verdict).toBe('inconclusive');
    expect(judgement.summary).toContain('not seen: the agent’s certificate');
  });
});
