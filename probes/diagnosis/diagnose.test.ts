/**
 * Causes from sightings that were written down: what speaks, what is ruled out, what is unknown.
 */
import { expect, test } from 'vitest';
import type { AadstsCode } from '../../protocol/aadsts.ts';
import { proves } from '../../test/parity/proves.ts';
import type { Observations, Reach } from '../observations.ts';
import { CAUSES } from './causes/all-causes.ts';
import { diagnose } from './diagnose.ts';
import type { Sighting } from './diagnosis.ts';
import {
  agentsSighted,
  hostSighted,
  NOW_MS,
  OPEN,
  preflightSighted,
  REFUSED,
  sighted,
  signInSighted,
} from './stub-sightings.ts';

const named = (sightings: readonly Sighting[]) =>
  diagnose(sightings).candidates.map(({ cause }) => cause);

const WELL = [
  signInSighted(0),
  agentsSighted('active', 'active'),
  ...['agt-1', 'agt-2'].flatMap((name) => [hostSighted(name), preflightSighted(name, () => OPEN)]),
];

test('an estate without a flaw is healthy, and says what nobody looked at', () => {
  const { state, candidates, notSeen } = diagnose(WELL);
  expect({ state, candidates }).toEqual({ state: 'healthy', candidates: [] });
  expect(notSeen.join()).toContain('replication');
  expect(notSeen.join()).toContain('event-log');
});

test('nothing seen is inconclusive, never healthy', () => {
  expect(diagnose([])).toMatchObject({ state: 'inconclusive', candidates: [] });
});

test(
  proves(
    'probes.diagnosis.outside-only',
    'from outside alone it names a class and what to look at',
  ),
  () => {
    const { state, candidates, notSeen } = diagnose([
      signInSighted(80001),
      agentsSighted('active', 'active'),
    ]);
    expect(state).toBe('broken');
    const links = new Set(candidates.map(({ link }) => link));
    expect([...links]).toEqual(expect.arrayContaining(['network', 'agent', 'certificate']));
    expect(candidates.every(({ weight }) => weight <= 0.3)).toBe(true);
    expect(notSeen[0]).toContain('preflight');
  },
);

test(
  proves(
    'probes.diagnosis.active-is-a-hint',
    'agents that are Active do not turn a blocked 443 into Active Directory',
  ),
  () => {
    const sightings = [
      signInSighted(80001),
      agentsSighted('active', 'active'),
      ...['agt-1', 'agt-2'].flatMap((name) => [
        hostSighted(name),
        preflightSighted(name, () => REFUSED),
      ]),
    ];
    const [first] = diagnose(sightings).candidates;
    expect(first).toMatchObject({ cause: 'block-443', link: 'network', at: [] });
    expect(first?.evidence[0]).toEqual({
      speaks: 'for',
      text: 'from agt-1 3 of 3 names on 443: t.registration.msappproxy.net:443 refused (connect)',
    });
  },
);

test('one domain of two is told from both', () => {
  const isSignalling = ({ purpose }: { purpose: string }) => purpose === 'signalling';
  const at = (outcome: Parameters<typeof preflightSighted>[1]) =>
    named([signInSighted(80001), hostSighted('agt-1'), preflightSighted('agt-1', outcome)])[0];
  expect(at((place) => (isSignalling(place) ? REFUSED : OPEN))).toBe('block-servicebus');
  expect(at((place) => (isSignalling(place) ? OPEN : REFUSED))).toBe('block-msappproxy');
});

test('where nobody gets in, what stops everybody comes before what only slows people down', () => {
  const expired: Reach['outcome'] = {
    ...{ ok: false, failure: 'certificate-expired', at: 'tls', tls: null },
  };
  const path = preflightSighted('agt-1', () => expired);
  const { reaches, ...rest } = path.observation as Observations['preflight'];
  const slow = reaches.map((reach) => ({ ...reach, phaseMs: { resolve: 2_000, connect: 20 } }));
  const seen = sighted('preflight', { ...rest, reaches: slow }, 'agt-1');
  const causes = named([signInSighted(80001), hostSighted('agt-1'), seen]);
  expect(causes.slice(0, 2)).toEqual(['tls-expired', 'dns-slow']);
});

test('where somebody looked and found nothing, the cause is ruled out', () => {
  const codes = named([signInSighted(80001), ...WELL.slice(1)]);
  expect(codes).not.toContain('block-443');
  expect(codes).not.toContain('agent-hung');
});

test('one server of two is named, and the other one speaks against', () => {
  const [first] = diagnose([...WELL, hostSighted('agt-2', { agentService: 'stopped' })]).candidates;
  expect(first).toMatchObject({ cause: 'agent-stopped', at: ['agt-2'] });
  expect(first?.evidence).toContainEqual({
    speaks: 'against',
    text: 'agt-1 shows nothing of it',
  });
  expect(diagnose([...WELL, hostSighted('agt-2', { isResponding: false })]).state).toBe('at-risk');
});

test('a policy that stops the sign-in is no failure of the chain', () => {
  expect(diagnose([signInSighted(53003)]).candidates[0]).toMatchObject({
    ...{ cause: 'blocked-by-policy', link: 'policy' },
  });
  expect(diagnose([signInSighted(50076), ...WELL.slice(1)]).state).toBe('healthy');
});

test('what hits cloud-only accounts as well is not the premises', () => {
  const sightings = [signInSighted(90055), signInSighted(90055, 'cloud-only'), ...WELL.slice(1)];
  expect(named(sightings)[0]).toBe('sign-ins-throttled');
});

test('every cause has its own id, a fix and a source', () => {
  expect(new Set(CAUSES.map(({ id }) => id)).size).toBe(CAUSES.length);
  for (const { fix, sources, seenBy } of CAUSES) {
    expect(fix).toMatch(/\.$/);
    expect(sources.length).toBeGreaterThan(0);
    expect(seenBy.length).toBeGreaterThan(0);
  }
});

test('what a cause explains is a cause', () => {
  const ids = CAUSES.map(({ id }) => id);
  expect(CAUSES.flatMap(({ explains = [] }) => explains).filter((id) => !ids.includes(id))).toEqual(
    [],
  );
});

test('from outside the usual suspects of a code come first', () => {
  const firstThree = (code: AadstsCode) => named([signInSighted(code)]).slice(0, 3);
  expect(firstThree(80001)).toEqual(['block-443', 'tls-inspection', 'agent-stopped']);
  expect(firstThree(80002).slice(0, 2).sort()).toEqual(['agent-slow', 'dc-hung']);
  expect(firstThree(80007)[0]).toBe('dc-down');
});

test('where nobody says whether the process reacts, an open path and an Inactive agent do', () => {
  const host = hostSighted('agt-2').observation as Observations['agent-host'];
  const { isResponding: _, ...description } = host.description ?? {};
  const seen = { ...host, description } as Observations['agent-host'];
  const silent = [...WELL.slice(0, 1), ...WELL.slice(2), sighted('agent-host', seen, 'agt-2')];
  expect(named([...silent, agentsSighted('active', 'active')])).toEqual([]);
  expect(named([...silent, agentsSighted('active', 'inactive')])).toContain('agent-hung');
});

test.each([
  [10, 10, true],
  [10, 19, true],
  [10, 20, false],
  [10, 0, false],
])('Entra locks after %i and AD after %i: at risk is %s', (cloud, forest, isAtRisk) => {
  const observation: Observations['lockout-policy'] = {
    entra: { threshold: cloud, durationMs: 60_000, isDefault: true },
    directory: { threshold: forest, durationMs: 1_800_000 },
    problem: null,
  };
  const { state, candidates } = diagnose([...WELL, sighted('lockout-policy', observation)]);
  expect(state).toBe(isAtRisk ? 'at-risk' : 'healthy');
  expect(candidates.map(({ cause }) => cause)).toEqual(isAtRisk ? ['lockout-misaligned'] : []);
});

test('a probe that could not look says nothing of the machine', () => {
  const problem = 'expected a Windows server, this is Linux: nothing could be seen';
  const here = { server: 'agt-1', description: null, observedAtMs: NOW_MS, problem };
  const { state, candidates, notSeen } = diagnose([
    signInSighted(0),
    sighted('agent-host', here, 'agt-1'),
  ]);
  expect({ state, candidates }).toEqual({ state: 'healthy', candidates: [] });
  expect(notSeen.join()).toContain('agent-host');
});

test('an agent that no list explains is named', () => {
  const [listed] = [agentsSighted('active', 'active')];
  const inventory = [{ machineName: 'agt-1' }];
  const observation = { ...listed.observation, inventory } as Observations['agents'];
  const [first] = diagnose([signInSighted(0), sighted('agents', observation)]).candidates;
  expect(first).toMatchObject({ cause: 'unknown-agent', link: 'estate' });
  expect(first?.evidence[0]?.text).toContain('agt-2');
});

test('who reaches nothing from where the probe stands hears that first, and of no AADSTS code', () => {
  const offline: Reach['outcome'] = {
    ok: false,
    failure: 'name-not-resolved',
    at: 'resolve',
    tls: null,
  };
  const seen = [
    signInSighted('network:name-not-resolved'),
    preflightSighted('prober', () => offline),
  ];
  const { state, candidates } = diagnose(seen);
  expect([state, candidates[0]?.cause]).toEqual(['broken', 'sign-in-service-unreachable']);
  expect(JSON.stringify(candidates)).not.toContain('AADSTSnetwork');
});
