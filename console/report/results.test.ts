import { expect, test } from 'vitest';
import { fixtureJournal } from './fixture-journal.ts';
import { createPalette, orderGroups, resultSentence } from './results.ts';

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
