/**
 * Sightings for tests: a healthy estate of two servers, of which a test breaks what it is about.
 */
import type { Observations, ProbeId, Reach, SignInObservation } from '../observations.ts';
import type { SightedAccount, Sighting } from './diagnosis.ts';

export const NOW_MS = Date.UTC(2026, 10, 2, 8);
const DAY_MS = 86_400_000;

export function sighted<K extends ProbeId>(
  probe: K,
  observation: Observations[K],
  server: string | null = null,
): Sighting {
  const site = server === null ? null : 'hq';
  return { probe, observation, server, site, atMs: NOW_MS } as Sighting;
}

export function signInSighted(
  result: SignInObservation['result'],
  account?: SightedAccount,
): Sighting {
  const observation: SignInObservation = {
    ...{ result, status: result === 0 ? 200 : 400, text: 'what the person read' },
    ...{ correlationId: 'c-1', phaseMs: { exchange: 40 }, tokens: null },
  };
  return { ...sighted('sign-in', observation), ...(account && { account }) } as Sighting;
}

export function agentsSighted(...statuses: readonly string[]): Sighting {
  const agents = statuses.map((status, at) => ({
    ...{ id: `id-${at + 1}`, machineName: `agt-${at + 1}`, externalIp: '198.51.100.1', status },
  }));
  return sighted('agents', { agents, problem: null });
}

const NAMES: readonly Pick<Reach, 'host' | 'purpose'>[] = [
  { host: 't.registration.msappproxy.net', purpose: 'registration' },
  { host: 't.bootstrap.his.msappproxy.net', purpose: 'bootstrap' },
  { host: 'his.servicebus.windows.net', purpose: 'signalling' },
];

export function preflightSighted(
  server: string,
  outcome: (place: (typeof NAMES)[number]) => Reach['outcome'],
): Sighting {
  const reaches = NAMES.map(
    (place): Reach => ({ ...place, port: 443, phaseMs: { connect: 20 }, outcome: outcome(place) }),
  );
  return sighted(
    'preflight',
    {
      ...{ server, reaches, proxy: { setting: 'none', problem: null }, webSocket: null },
      clockOffsetMs: { cloud: 0, controllers: 0 },
      controllers: { srv: { ok: true, hosts: ['dc-1'] }, reaches: [], rootDse: [] },
    },
    server,
  );
}

export const OPEN: Reach['outcome'] = { ok: true, tls: null };
export const REFUSED: Reach['outcome'] = {
  ok: false,
  failure: 'refused',
  at: 'connect',
  tls: null,
};

type Description = NonNullable<Observations['agent-host']['description']>;

export function hostSighted(server: string, changes: Partial<Description> = {}): Sighting {
  const description: Description = {
    ...{ agentService: 'running', updaterService: 'running', isResponding: true, tls12: true },
    programs: [{ name: 'Microsoft Entra Connect Authentication Agent', version: '1.5.2482.0' }],
    ...{ agentVersion: '1.5.2482.0', instanceId: `id-${server}`, clockOffsetMs: 0 },
    certificate: {
      ...{ thumbprint: 'AB', hasPrivateKey: true },
      ...{ notBeforeMs: NOW_MS - 30 * DAY_MS, notAfterMs: NOW_MS + 120 * DAY_MS },
    },
    ...changes,
  };
  return sighted(
    'agent-host',
    { server, description, observedAtMs: NOW_MS, problem: null },
    server,
  );
}
