/**
 * What `look.ps1` prints, in the shape it is written to print; no output of a real server was at
 * hand, so values here are assumed. Damage must never look like a quiet server.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../../runtime/lab-error.ts';
import { proves } from '../../../test/parity/proves.ts';
import { parseLook } from './parse-look.ts';

const AT_MS = Date.UTC(2026, 10, 2, 8);
const CERTIFICATE = {
  ...{ thumbprint: 'ab12', hasPrivateKey: true },
  ...{ notBeforeMs: AT_MS - 1, notAfterMs: AT_MS + 1_000 },
};
const LOOK = {
  ...{ shape: 1, computer: 'SRV-PTA-1', nowMs: AT_MS },
  services: [
    { name: 'ADSync', status: 'Running' },
    { name: 'AzureADConnectAgentUpdater', status: 'Stopped' },
    { name: 'AzureADConnectAuthenticationAgent', status: 'Running' },
  ],
  programs: [
    { name: 'Microsoft Azure AD Connect', version: '2.3.20.0' },
    { name: 'Microsoft Entra Connect Authentication Agent', version: '1.5.2482.0' },
  ],
  registry: { instanceId: '7d2ee4a5-0a10-4a4e-9d5c-0c8b7e1d1a11' },
  trust: { thumbprint: 'AB12', isInUserStore: 'false' },
  certificates: [{ ...CERTIFICATE, thumbprint: 'CD34', notAfterMs: AT_MS + 9_000 }, CERTIFICATE],
  tls12: { enabled: null, disabledByDefault: null },
  proxy: { serviceNames: false, serviceOff: false, person: true },
  ...{ secureChannel: true, clock: '08:00:00, -00.0250000s', staging: true },
  events: [
    {
      ...{ channel: 'Microsoft-AzureADConnect-AuthenticationAgent/Admin', id: 31034 },
      ...{ level: 2, atMs: AT_MS, message: 'The agent cannot reach the cloud.' },
    },
  ],
  counters: { '# pta authentications': 12, '# pta authentication errors': 3 },
  trace: [{ reason: '1328', after: '    DateTime=2026-11-02T07:59:00.0000000Z' }],
  unread: [],
};
const look = (change: Record<string, unknown> = {}) =>
  parseLook(JSON.stringify({ ...LOOK, ...change }));

test(
  proves('probes.agent-host', 'a whole look is a description, a log, counters and failures'),
  () => {
    expect(look()).toEqual({
      computer: 'SRV-PTA-1',
      description: {
        ...{ agentService: 'running', updaterService: 'stopped', programs: LOOK.programs },
        ...{ agentVersion: '1.5.2482.0', instanceId: '7d2ee4a5-0a10-4a4e-9d5c-0c8b7e1d1a11' },
        certificate: { ...CERTIFICATE, thumbprint: 'AB12' },
        ...{ proxySetting: 'browser-only', tls12: true, secureChannel: 'ok', clockOffsetMs: 25 },
        connect: { version: '2.3.20.0', role: 'staging', isRunning: true },
        unread: [],
      },
      events: [
        {
          ...{ channel: 'Microsoft-AzureADConnect-AuthenticationAgent/Admin', id: 31034 },
          ...{ level: 'error', atMs: AT_MS, message: 'The agent cannot reach the cloud.' },
        },
      ],
      counters: { '# PTA authentications': 12, '# PTA authentication errors': 3 },
      failures: [{ atMs: Date.UTC(2026, 10, 2, 7, 59), reason: '1328' }],
    });
  },
);

describe('what the machine says decides', () => {
  const described = (change: Record<string, unknown>) => look(change).description;

  test('services that are not listed are absent, unless nobody could list them', () => {
    expect(described({ services: [] }).agentService).toBe('absent');
    const unread = ['services: UnauthorizedAccessException'];
    expect(described({ services: [], unread })).toMatchObject({ agentService: 'unknown', unread });
  });

  test('after a renewal the certificate is out of reach, and that is said', () => {
    const { certificate, unread } = described({
      trust: { thumbprint: 'EF56', isInUserStore: 'true' },
    });
    expect(certificate).toBeUndefined();
    expect(unread).toEqual(['the certificate, which is in the store of the service’s own account']);
  });

  test('without trust settings the certificate that lasts longest counts', () => {
    expect(described({ trust: null }).certificate?.thumbprint).toBe('CD34');
  });

  test.each([
    [{ enabled: 0, disabledByDefault: null }, false],
    [{ enabled: 1, disabledByDefault: 1 }, false],
    [{ enabled: 1, disabledByDefault: 0 }, true],
  ])('TLS 1.2 with %j is %s', (tls12, on) => {
    expect(described({ tls12 }).tls12).toBe(on);
  });

  test.each([
    [{ serviceNames: true, person: true }, 'named'],
    [{ serviceOff: true, person: true }, 'none'],
    [{ person: false }, undefined],
  ])('a proxy with %j is %s', (proxy, setting) => {
    expect(described({ proxy }).proxySetting).toBe(setting);
  });

  test.each([
    ['08:00:00, +360.1234567s', -360_123],
    ['08:00:00, -00,5000000s', 500],
    ['08:00:00, error: 0x800705B4', undefined],
  ])('the clock by "%s" is %s', (clock, offsetMs) => {
    expect(described({ clock }).clockOffsetMs).toBe(offsetMs);
  });

  test('a log that nobody could read is not a quiet one, and no matter of the host', () => {
    const channel = 'Microsoft-AzureADConnect-AuthenticationAgent/Admin';
    const unread = [`events of ${channel}: EventLogException`, 'trace: IOException'];
    const seen = look({ events: [], unread });
    expect(seen.events).toEqual({ unread: unread[0] });
    expect(seen.description.unread).toEqual([]);
  });

  test('no counters at all are not zero', () => {
    expect(look({ counters: null }).counters).toBeUndefined();
    expect(look({ counters: { other: 1 } }).counters).toBeUndefined();
  });
});

describe('damage', () => {
  test.each([
    ['', 'got nothing'],
    ['look.ps1 : File cannot be loaded.', 'got "look.ps1 : File cannot be loaded."'],
    [JSON.stringify(LOOK).slice(0, -40), 'got "{"shape":1'],
    ['{"shape":2}', 'got "{"shape":2}"'],
  ])('%j is refused in a sentence', (text, sentence) => {
    expect(() => parseLook(text)).toThrow(sentence);
    expect(() => parseLook(text)).toThrow(LabError);
  });

  test('whatever stands in the members, nothing breaks and nothing is made up', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(LOOK)), fc.jsonValue()), (odd) => {
        const { description } = parseLook(JSON.stringify({ ...odd, shape: 1 }));
        expect(['running', 'stopped', 'absent', 'unknown']).toContain(description.agentService);
      }),
      { seed: 6, numRuns: 200 },
    );
  });
});
