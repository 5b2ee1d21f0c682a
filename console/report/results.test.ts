import { expect, test } from 'vitest';
import { fixtureJournal } from './fixture-journal.ts';
import { createPalette, formatCount, formatShare, orderGroups, resultSentence } from './results.ts';

test('a refused wrong password is as it should be, an accepted one is a symptom', () => {
  const journal = fixtureJournal();
  journal.phases[0]?.results['wrong-password'] &&
    Object.assign(journal.phases[0].results['wrong-password'], { 0: 1 });
  const palette = createPalette(journal);
  expect(palette.slot('wrong-password', '50126')).toBe('ok');
  expect(palette.slot('right-password', '0')).toBe('ok');
  expect(palette.slot('wrong-password', '0')).not.toBe('ok');
  expect(palette.legend.map(({ label }) => label)).toContain('Let in with a wrong password');
});

test('a right password that is called wrong is a symptom', () => {
  const journal = fixtureJournal();
  journal.phases[0]?.results['right-password'] &&
    Object.assign(journal.phases[0].results['right-password'], { 50126: 2 });
  expect(createPalette(journal).slot('right-password', '50126')).not.toBe('ok');
});

test('symptoms beyond the colours share the last one, and the legend names them all', () => {
  const journal = { ...fixtureJournal(), timeline: [] };
  const results = { 80001: 9, 80002: 8, 80003: 7, 80005: 6, 80007: 5, 80010: 4, 80014: 3 };
  const phase = journal.phases[0];
  journal.phases = phase ? [{ ...phase, results: { 'right-password': results } }] : [];
  expect(createPalette(journal).legend).toEqual([
    { slot: 's1', label: 'AADSTS80001' },
    { slot: 's2', label: 'AADSTS80002' },
    { slot: 's3', label: 'AADSTS80003' },
    { slot: 's4', label: 'AADSTS80005' },
    { slot: 's5', label: 'AADSTS80007' },
    { slot: 's6', label: 'AADSTS80010, AADSTS80014' },
  ]);
});

test('only all is 100 and only none is 0 percent', () => {
  const shares = [0, 1, 5, 500, 995, 999, 1000].map((part) => formatShare(part, 1000));
  expect(shares.map((share) => share.replace('\u202f', ' '))).toEqual([
    '0 %',
    '<1 %',
    '<1 %',
    '50 %',
    '>99 %',
    '>99 %',
    '100 %',
  ]);
  expect(formatShare(0, 0)).toBe('–');
});

test('large counts are grouped', () => {
  expect([0, 999, 1000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
});

test('groups have a fixed order, with unknown ones last', () => {
  expect(orderGroups(['zz', 'cloud-only', 'aa', 'right-password'])).toEqual([
    'right-password',
    'cloud-only',
    'aa',
    'zz',
  ]);
});

test('a code without a row takes the sentence that was recorded', () => {
  expect(resultSentence('99', 'What the page said.')).toBe('What the page said.');
});
