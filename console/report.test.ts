import { expect, test } from 'vitest';
import type { Verdict } from '../probes/probe.ts';
import { AADSTS } from '../protocol/aadsts.ts';
import { EVENTS } from '../protocol/events.ts';
import type { Journal } from '../scenarios/journal/journal.ts';
import { fixtureJournal } from './report/fixture-journal.ts';
import { renderReport } from './report.ts';

const DAY_MS = 86_400_000;

/** Text as a reader gets it: without markup, and with the four escapes undone. */
function readable(report: string): string {
  return report
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

const VERDICTS: [Verdict, string][] = [
  ['pass', 'Pass'],
  ['fail', 'Fail'],
  ['inconclusive', 'Inconclusive'],
];

test.each(VERDICTS)(
  'a report of verdict %s says so in title and page, with the reason',
  (verdict, word) => {
    const journal = { ...fixtureJournal(), verdict, because: 'Because of this & that.' };
    const report = renderReport(journal);
    expect(report).toContain(`<title>${word}: Outbound 443 is blocked</title>`);
    expect(report).toContain(`<div class="verdict ${verdict}"`);
    expect(report).toContain(`<strong>${word}</strong><p>Because of this &amp; that.</p>`);
  },
);

test('a run that was stopped says so beside its verdict', () => {
  const report = renderReport({ ...fixtureJournal(), status: 'interrupted' });
  expect(readable(report)).toContain('Somebody stopped the run before its end.');
});

test('every phase, every code with its sentence, and every event stand in the report', () => {
  const text = readable(renderReport(fixtureJournal()));
  for (const phase of ['Before', 'Unnoticed', 'Noticed', 'Healed']) expect(text).toContain(phase);
  for (const code of [80001, 80002, 50126] as const) {
    expect(text).toContain(`AADSTS${code}`);
    expect(text).toContain(AADSTS[code].text);
    expect(text).toContain(AADSTS[code].reason);
  }
  expect(text).toContain(`${EVENTS.cloudUnreachable.id} ${EVENTS.cloudUnreachable.title}`);
  expect(text).toContain('agt-1, agt-2 and agt-3 went from Active to Inactive');
});

test('what the verdict rested on is named, with the basis of each undocumented number', () => {
  const text = readable(renderReport(fixtureJournal()));
  expect(text).toMatch(/Mode\s+virtual/);
  expect(text).toMatch(/Seed\s+1/);
  expect(text).toMatch(/Crypto\s+stand-in/);
  expect(text).toMatch(/inactiveAfterMs\s+2 h\s+seed/);
});

test('the figure has words for those who cannot see it', () => {
  const [, description = ''] =
    /role="img"\s+aria-label="([^"]*)"/.exec(renderReport(fixtureJournal())) ?? [];
  expect(description).toContain('Noticed: Right password: AADSTS80001 &gt;99');
  expect(description).toContain('Cloud-only users: Signed in 100');
  expect(description).toContain('agents: 3 Inactive');
});

test('the figure shows the fault and the status of each agent', () => {
  const [figure = ''] =
    /<svg class="figure wide".*?<svg class="figure narrow"/s.exec(renderReport(fixtureJournal())) ??
    [];
  expect(figure).toContain('block-443 · everywhere');
  for (const agent of ['agt-1', 'agt-2', 'agt-3']) expect(figure).toContain(agent);
  expect(figure).toContain('<title>Inactive from 2:01:40 to 2:07:00</title>');
  expect(figure.match(/class="mark cloud"/g)).toHaveLength(3 * 13);
});

const CLOSED_WORDS = new Set([
  'verdict',
  'status',
  'phase',
  'kind',
  'level',
  'state',
  'to',
  'from',
]);
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const HOSTILE = `</title></style><script>alert(1)</script><img src=x onerror=alert(2)>"'&`;

/** The same value with every free string hostile; words of closed lists and times stay. */
function wreck(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    return CLOSED_WORDS.has(key) || ISO_TIME.test(value) ? value : HOSTILE;
  }
  if (Array.isArray(value)) return value.map((item) => wreck(item, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, wreck(item, name)]));
}

test('hostile strings, wherever a journal has room for one, are only text', () => {
  const journal = wreck(fixtureJournal()) as Journal;
  const { mode, crypto } = fixtureJournal().restedOn;
  Object.assign(journal.restedOn, { mode, crypto });
  Object.assign(journal.phases[1] ?? {}, {
    results: { [HOSTILE]: { [HOSTILE]: 1, [`network:${HOSTILE}`]: 2 } },
    events: { [HOSTILE]: 1 },
    status: { [HOSTILE]: HOSTILE },
  });
  const report = renderReport(journal);
  expect(report).not.toMatch(/<script|<img|="[^"]*<|<\/style>.*<\/style>/s);
  expect(report).not.toContain('</title></style>');
  expect(readable(report)).toContain(HOSTILE);
});

test('a report loads nothing and runs nothing', () => {
  const report = renderReport(fixtureJournal());
  expect(report).not.toMatch(/https?:\/\//);
  expect(report).not.toMatch(/<script|<iframe|<img|@import|\son[a-z]+=/);
  for (const [, target] of report.matchAll(/(?:src|href|action)="([^"]*)"/g)) {
    expect(target).toMatch(/^(#|data:,)/);
  }
  for (const [, target] of report.matchAll(/url\(([^)]*)\)/g)) expect(target).toMatch(/^#/);
  expect(report).toContain('default-src &#39;none&#39;');
});

test.each([
  ['130 minutes with a sign-in every two seconds', { everyMs: 2000 }],
  ['ten days', { everyMs: 30_000, noticedMs: 10 * DAY_MS }],
])('a report of %s stays far below a megabyte', (_, options) => {
  expect(Buffer.byteLength(renderReport(fixtureJournal(options)))).toBeLessThan(300_000);
});

test('a journal of a run that ended before its first phase still makes a report', () => {
  const journal: Journal = {
    ...fixtureJournal(),
    status: 'failed',
    verdict: 'inconclusive',
    end: fixtureJournal().start,
    phases: [],
    timeline: [],
    run: [],
    rollbacks: [],
    steady_states: { before: null, during: null, after: null },
  };
  const text = readable(renderReport(journal));
  expect(text).toContain('The run broke off');
  expect(text).toContain('Not looked at: the run ended earlier.');
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
});

test('what was looked at during the method, and a comparison, stand in the report', () => {
  const journal = fixtureJournal();
  const [miss] = journal.steady_states.after?.probes ?? [];
  const misses = miss ? [{ ...miss, verdict: 'fail' as const, summary: 'Nobody answered.' }] : [];
  const during = [{ probe: 'sign-in', looks: 40, passed: 39, share: 0.975, misses }];
  const numbers = { without: 0, with: 1, pairs: 20, p: 1e-6, pAdjusted: 0.00002 };
  const rows = [
    { phase: 'noticed', kind: 'code', subject: '80001', ...numbers, finding: 'different' },
  ] as const;
  const text = readable(
    renderReport(
      { ...journal, steady_states: { ...journal.steady_states, during } },
      {
        ...{ scenario: 'x', seeds: ['1', '2'], alpha: 0.05, finding: 'different', rows },
        ...{ because: '1 of 1 measures differ', samePairsBefore: 2, pairsNeeded: 6 },
      },
    ),
  );
  expect(text).toMatch(/sign-in\s+: 39 of 40 looks passed/);
  expect(text).toContain('Nobody answered.');
  expect(text).toMatch(/sign-in\s+: 39 of 40 looks passed\s+\(9[78].*%\)/);
  expect(text).toMatch(/AADSTS80001 read\s+0 of 20 runs\s+1 of 20 runs\s+<0.0001\s+different/);
  expect(text).toMatch(/Lost in flight\s+2 by agt-1/);
});

test('who was lost in flight stands in the report, with the agent and how long they waited', () => {
  const journal = fixtureJournal();
  let left = 2;
  const timeline = journal.timeline.map((entry) => {
    const isLost = entry.kind === 'sign-in' && entry.result === 80002 && left-- > 0;
    return isLost ? { ...entry, handedTo: 'agt-1' } : entry;
  });
  const text = readable(renderReport({ ...journal, timeline }));
  expect(text).toContain('gave no answer: 2 by agt-1');
  expect(
    text.match(/agt-1\s+(Right|Wrong) password\s+user\d+@\S+\s+AADSTS80002\s+after 15 s/g),
  ).toHaveLength(2);
  expect(readable(renderReport({ ...journal, lostInFlight: {} }))).not.toContain('gave no answer');
});

test('no number of a full report is broken', () => {
  expect(renderReport(fixtureJournal())).not.toMatch(/NaN|undefined|Infinity/);
});

test('the same journal makes the same bytes', () => {
  expect(renderReport(fixtureJournal())).toBe(renderReport(fixtureJournal()));
});

test('a live report says that times to answer are no speed', () => {
  const journal = fixtureJournal();
  const note = 'speed does not';
  expect(renderReport(journal)).not.toContain(note);
  const live = { ...journal, restedOn: { ...journal.restedOn, mode: 'live' as const } };
  expect(renderReport(live)).toContain(note);
});
