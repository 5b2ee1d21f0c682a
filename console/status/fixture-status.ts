/**
 * A made-up estate for tests of the page: two agents answer, one fails, one site is in trouble.
 */
import type { HourOfRuns } from '../../probes/live/history/roll-up.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../protocol/time-units.ts';
import type { LatestRun, ScheduledModule, StatusFacts } from './status-model.ts';

export const NOW_MS = Date.UTC(2026, 10, 22, 17, 30);

export const SIGN_IN: ScheduledModule = {
  target: 'contoso',
  module: 'sign-in',
  probe: 'sign-in',
  intervalMs: MINUTE_MS,
};

const names = ['sign-in', 'browser', 'agents', 'sign-in-log', 'discovery', 'directory'];
export const MODULES: readonly ScheduledModule[] = names.map((module) => ({ ...SIGN_IN, module }));

export function hourOf(atMs: number, counts: Partial<HourOfRuns> = {}): HourOfRuns {
  return {
    target: 'contoso',
    module: 'sign-in',
    probe: 'sign-in',
    hourMs: Math.floor(atMs / HOUR_MS) * HOUR_MS,
    ...{ passed: 60, failed: 0, inconclusive: 0, tookMsSum: 60 * 420, tookMsMax: 900 },
    ...{ buckets: [], aadsts: {} },
    ...counts,
  };
}

export function latestOf(module: string, run: Partial<LatestRun> = {}): LatestRun {
  return {
    ...{ target: 'contoso', module, startedMs: NOW_MS - 40_000, tookMs: 640, verdict: 'pass' },
    ...{ summary: 'tokens as expected', aadsts: null },
    ...run,
  };
}

/** Thirty days of hours with a bad night, a gap and a slow afternoon. */
function hoursOfMonth(module: string, at: number): HourOfRuns[] {
  return Array.from({ length: 30 * 24 }, (_, hour) => {
    const atMs = NOW_MS - hour * HOUR_MS;
    const wave = 300 + 200 * Math.sin((hour + at * 5) / 4);
    const took = { tookMsSum: 60 * wave, tookMsMax: wave * (2 + ((hour * 7) % 5)) };
    const isBad = module === 'sign-in' && (hour < 1 || (hour > 200 && hour < 206));
    if (isBad)
      return hourOf(atMs, { module, ...took, passed: 25, failed: 35, aadsts: { 80001: 35 } });
    if (module === 'browser' && hour === 9)
      return hourOf(atMs, { module, passed: 0, inconclusive: 60 });
    return hourOf(atMs, { module, ...took });
  }).filter(({ hourMs }) => module !== 'directory' || hourMs < NOW_MS - 6 * HOUR_MS);
}

export const FACTS: StatusFacts = {
  product: 'pta-lab 0.1.0',
  startedMs: NOW_MS - 40 * DAY_MS,
  modules: MODULES,
  latest: [
    latestOf('sign-in', {
      verdict: 'fail',
      aadsts: 80001,
      summary:
        'expected tokens, got AADSTS80001: Your organisation’s Active Directory cannot be reached at the moment.',
    }),
    latestOf('browser', {
      verdict: 'inconclusive',
      summary: 'no Chromium: install one or set CHROMIUM_BIN',
    }),
    latestOf('agents', { verdict: 'fail', summary: 'expected 3 Active, got 2 of 3 agents Active' }),
    latestOf('sign-in-log'),
    latestOf('discovery', { tookMs: 88, summary: 'issuer and 2 keys as expected' }),
    latestOf('directory', {
      startedMs: NOW_MS - 6 * HOUR_MS,
      summary: '2 of 2 controllers answered',
    }),
  ],
  hours: names.flatMap(hoursOfMonth),
  incidents: [
    {
      ...{ id: 2, target: 'contoso', module: 'sign-in', probe: 'sign-in', failures: 35 },
      ...{ beginMs: NOW_MS - 35 * MINUTE_MS, endMs: null, lastFailureMs: NOW_MS },
      summary: 'expected tokens, got AADSTS80001',
      lastSummary: 'expected tokens, got AADSTS80001',
      diagnosis:
        'AGT-HQ-3 answers nothing: its way to a domain controller is blocked (weight 0.83).',
    },
    {
      ...{ id: 1, target: 'contoso', module: 'sign-in', probe: 'sign-in', failures: 175 },
      ...{ beginMs: NOW_MS - 206 * HOUR_MS, endMs: NOW_MS - 201 * HOUR_MS },
      ...{ lastFailureMs: NOW_MS - 201 * HOUR_MS, summary: 'got AADSTS80002', lastSummary: '' },
      diagnosis: null,
    },
  ],
  agents: [
    {
      target: 'contoso',
      id: 'a',
      machine: 'AGT-HQ-1',
      status: 'active',
      answered: 700,
      failed: 0,
      lastAnsweredMs: NOW_MS - 60_000,
    },
    {
      target: 'contoso',
      id: 'b',
      machine: 'AGT-HQ-2',
      status: 'Active',
      answered: 690,
      failed: 2,
      lastAnsweredMs: NOW_MS - 90_000,
    },
    {
      target: 'contoso',
      id: 'c',
      machine: 'AGT-HQ-3',
      status: 'inactive',
      answered: 50,
      failed: 35,
      lastAnsweredMs: NOW_MS - 2_400_000,
    },
  ],
  maintenance: [
    { fromMs: NOW_MS - 9 * HOUR_MS, toMs: NOW_MS - 7 * HOUR_MS, reason: 'patch night' },
  ],
  problems: [],
};
