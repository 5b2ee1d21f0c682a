/** The page that somebody with little time reads before they say yes. */
import { expect, test } from 'vitest';
import type { Comparison } from '../scenarios/compare/comparison.ts';
import type { Journal, RunFacts } from '../scenarios/journal/journal.ts';
import { proves } from '../test/parity/proves.ts';
import { fixtureJournal } from './report/fixture-journal.ts';
import { renderTicket } from './ticket.ts';

const FACTS: RunFacts = {
  host: { platform: 'linux', arch: 'x64', node: 'v26.0.0' },
  startedAt: '2026-11-22T09:00:00.000Z',
  wallMs: 900,
  command: 'rehearse blocked-443',
};

const ticketOf = (change: Partial<Journal> = {}, comparison?: Comparison) =>
  renderTicket({
    ...{ journal: { ...fixtureJournal(), ...change }, facts: FACTS },
    ...(comparison && { comparison }),
  });

test(
  proves(
    'rehearse.ticket',
    'a ticket is one page: what, who sees what, who notices, way back, basis',
  ),
  () => {
    const ticket = ticketOf();
    expect(ticket.split('\n').length).toBeLessThanOrEqual(60);
    expect(ticket).toMatch(/^# GO: Outbound 443 is blocked\n/);
    expect(ticket).toContain('Estate contoso: hq (agt-1, agt-2); branch (agt-3)');
    expect(ticket).toContain('| Unnoticed | 40 s | AADSTS80002 100');
    expect(ticket).toMatch(/- AADSTS80001: .{20}/);
    expect(ticket).toMatch(/- users: after \d/);
    expect(ticket).toMatch(/- portal: after 1 h 57 min \(agt-3 Inactive/);
    expect(ticket).toContain('- no probe was run meanwhile');
    expect(ticket).toContain('- heal block-443: succeeded');
    expect(ticket).toContain('- the steady state came back in the end');
    expect(ticket).toContain('In one seed document only (1): `inactiveAfterMs` 2 h.');
    expect(ticket).toContain('nobody publishes them (1): `signInDeadlineMs` 15 s.');
    expect(ticket).toContain('docs/parity.md');
    expect(ticket).not.toMatch(/NaN|undefined|Infinity/);
  },
);

test('a passed rehearsal of an outage is no plain go', () => {
  const ticket = ticketOf();
  expect(ticket).toMatch(/\*\*Go only if this is acceptable: 100.% of sign-ins with the right/);
  expect(ticket).toContain('failed in phase unnoticed.** Lost in flight: 2.');
});

test.each([
  ['fail', '# NO-GO: '],
  ['inconclusive', '# NOT DECIDED: '],
] as const)('the verdict %s is never a go', (verdict, head) => {
  const ticket = ticketOf({ verdict });
  expect(ticket.startsWith(head)).toBe(true);
  expect(ticket).not.toContain('Go only');
});

test('a method that expects nothing decides nothing', () => {
  const run = fixtureJournal().run.map(({ evidence: _, ...step }) => step);
  expect(ticketOf({ run })).toMatch(/^# NOT DECIDED: /);
});

test('a rollback that failed is said in bold', () => {
  const [step] = fixtureJournal().rollbacks;
  const failed = step && [{ ...step, status: 'failed' as const, evidence: 'dc-1 stays down' }];
  expect(ticketOf({ rollbacks: failed ?? [] })).toContain(
    '**the rollback failed:** dc-1 stays down',
  );
});

test('a run that ended before anything was done says so', () => {
  const ticket = ticketOf({
    ...{ verdict: 'inconclusive', phases: [], timeline: [], run: [], rollbacks: [] },
    ...{ lostInFlight: {}, steady_states: { before: null, during: null, after: null } },
  });
  expect(ticket).toContain('Nobody signed in.');
  expect(ticket).toContain('Nothing was done to the estate.');
  expect(ticket).toContain('the steady state was not looked at in the end');
});

test('what ended by itself was taken back, and a rollback with nothing to do is none', () => {
  const { run, rollbacks } = fixtureJournal();
  const [step] = run;
  if (!step) throw new Error('expected a step');
  const idle = rollbacks.map((one) => ({ ...one, activity: 'reset faults (none is on)' }));
  const doing = { ...step, activity: 'do stop-agent', evidence: 'taken back after 2m' };
  const ended = ticketOf({ run: [doing], rollbacks: idle });
  expect(ended).toContain('- do stop-agent: succeeded');
  expect(ended).not.toMatch(/none is on|nothing was taken back/);
  expect(ticketOf({ run: [step], rollbacks: idle })).toContain('- nothing was taken back');
});

test('what a comparison found is on it, and what somebody wrote is only text', () => {
  const row = { phase: 'noticed', kind: 'failed', subject: 'right-password' } as const;
  const numbers = { without: 0, with: 0.031, pairs: 20, p: 1e-6, pAdjusted: 2e-5 };
  const ticket = ticketOf(
    { because: '</a> | `x` **y**' },
    {
      ...{ scenario: 's', seeds: ['1'], alpha: 0.05, finding: 'different', because: '1 differs' },
      ...{
        samePairsBefore: 1,
        pairsNeeded: 6,
        rows: [{ ...row, ...numbers, finding: 'different' }],
      },
    },
  );
  expect(ticket).toContain('not as it should be: 0 % without, 3.1 % with (p \\<0.0001)');
  expect(ticket).toContain('\\</a> \\| \\`x\\` \\*\\*y\\*\\*.');
});

test('phases of one kind in a row are one line, and what was tried out before is no change', () => {
  const journal = fixtureJournal();
  const [before, changed] = journal.phases;
  if (!before || !changed) throw new Error('expected phases');
  const phase = { ...changed, phase: 'changed' as const };
  const { startMs } = phase;
  const tried = { kind: 'fault', fault: 'agent-stopped', where: 'everywhere' } as const;
  const ticket = ticketOf({
    phases: [before, phase, { ...phase, results: { 'right-password': { 0: 8 } } }],
    timeline: [
      { ...tried, atMs: startMs - 20, state: 'on' },
      { ...tried, atMs: startMs - 10, state: 'off' },
      { kind: 'phase', atMs: startMs, phase: 'changed' },
      { kind: 'change', atMs: startMs, change: 'upgrade-agent', state: 'done', where: 'agt-1' },
    ],
    ...{ run: [], rollbacks: [] },
  });
  expect(ticket).toContain('| Changed ×2 | 1 min 20 s | ');
  expect(ticket).toContain('By nobody: nothing failed after upgrade-agent.');
  expect(ticket).toContain('- nothing was taken back: what was changed stays');
});
