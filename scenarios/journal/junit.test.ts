/** What a CI system reads. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { JOURNAL_SCHEMA, type Journal, type StepRecord } from './journal.ts';
import { renderJunit } from './junit.ts';

const START = '2026-11-02T08:00:00.000Z';

function step(activity: string, status: StepRecord['status'], evidence?: string): StepRecord {
  const end = '2026-11-02T08:00:30.500Z';
  return { activity, type: 'action', status, start: START, end, ...(evidence && { evidence }) };
}

const JOURNAL: Journal = {
  $schema: JOURNAL_SCHEMA,
  status: 'completed',
  deviated: true,
  verdict: 'fail',
  because: 'got <0> & "more"',
  experiment: { id: 'blocked-443', title: 'T', description: 'D' },
  start: START,
  end: START,
  duration: 61.5,
  restedOn: { mode: 'virtual', seed: '1', crypto: 'stand-in', product: 'p', assumed: [] },
  violations: [],
  lostInFlight: {},
  variables: {},
  steady_states: {
    during: null,
    before: {
      steady_state_met: true,
      probes: [
        {
          probe: 'sign-in',
          verdict: 'pass',
          summary: 's',
          start: START,
          end: START,
          observation: null,
        },
      ],
    },
    after: {
      steady_state_met: false,
      probes: [
        {
          probe: 'agents',
          verdict: 'inconclusive',
          summary: 'no \u0007',
          start: START,
          end: START,
          observation: {},
        },
      ],
    },
  },
  run: [
    step('inject block-443', 'succeeded'),
    step('expect "this" & <that>', 'failed', 'right-password: got\nAADSTS80002'),
    step('expect more', 'inconclusive', 'none ended'),
    step('wait 1s', 'not-run'),
  ],
  rollbacks: [step('heal block-443#1', 'succeeded')],
  phases: [],
  estate: { tenant: 'contoso', sites: [] },
  timeline: [],
};

const parse = (xml: string) =>
  new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', htmlEntities: true }).parse(xml)
    .testsuites.testsuite;

describe('junit.xml', () => {
  const xml = renderJunit(JOURNAL);
  const suite = parse(xml);
  const problems: Record<string, string>[] = suite.testcase;

  test('is well-formed, whatever the texts hold', () => {
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(problems[2]?.name).toBe('expect "this" & <that>');
  });

  test('has one case per probe, step and rollback, and one for the verdict', () => {
    expect(problems.map(({ classname }) => classname)).toEqual([
      'blocked-443.steady state before',
      ...Array(4).fill('blocked-443.method'),
      'blocked-443.rollback',
      'blocked-443.steady state after',
      'blocked-443.verdict',
    ]);
  });

  test('what failed is a failure, what could not be told an error, what did not run is skipped', () => {
    expect(problems[2]).toHaveProperty('failure.message', 'right-password: got\nAADSTS80002');
    expect(problems[3]).toHaveProperty('error.message', 'none ended');
    expect(problems[4]).toHaveProperty('skipped');
    expect(problems[6]).toHaveProperty('error');
    expect(problems[7]).toHaveProperty('failure.message', JOURNAL.because);
    expect(suite).toMatchObject({ tests: '8', failures: '2', errors: '2', skipped: '1' });
  });

  test('an aborted run fails the build although no step failed', () => {
    const aborted = { ...JOURNAL, run: [], verdict: 'inconclusive' as const };
    expect(parse(renderJunit(aborted))).toMatchObject({ failures: '0', errors: '2' });
  });
});
