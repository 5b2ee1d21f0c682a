import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../protocol/time-units.ts';
import { proves } from '../../test/parity/proves.ts';
import type { ProbeRun } from '../probe-run.ts';
import { ALERT_DEFAULTS, type AlertRules } from './alert-rules.ts';
import { type AlertState, NO_ALERTS, parseAlertState } from './alert-state.ts';
import { considerRun } from './consider-run.ts';
import { fixtureRun } from './fixture-run.ts';

const VERDICTS = { p: 'pass', f: 'fail', i: 'inconclusive' } as const;

/** One run a minute, one letter each: what was told, as `minute state kind`. */
function tell(letters: string, rules: AlertRules = ALERT_DEFAULTS, from: AlertState = NO_ALERTS) {
  let state = from;
  const told: string[] = [];
  [...letters].forEach((letter, minute) => {
    const verdict = VERDICTS[letter as keyof typeof VERDICTS];
    const run = fixtureRun({ verdict, startedMs: minute * MINUTE_MS });
    const settled = considerRun(state, run, rules, minute * MINUTE_MS);
    // As a restart between any two runs would see it.
    state = parseAlertState(JSON.stringify(settled.state));
    told.push(...settled.notices.map((notice) => `${minute} ${notice.state} ${notice.kind}`));
  });
  return told;
}

test(
  proves('probes.alerts', 'the second failure in a row is told, and the third pass after it'),
  () => {
    expect(tell('ppfpfpfp')).toEqual([]);
    expect(tell('ppffpfppp')).toEqual(['3 firing failing', '8 resolved failing']);
  },
);

test('what goes on is told again after four hours, not before', () => {
  const repeats = tell('f'.repeat(244));
  expect(repeats).toEqual(['1 firing failing', '241 repeated failing']);
});

test('inconclusive runs neither fail, nor heal, nor interrupt a row of failures', () => {
  expect(tell('fif')).toEqual(['2 firing failing']);
  expect(tell('ffpipip')).toEqual(['1 firing failing', '6 resolved failing']);
  expect(tell('i'.repeat(9))).toEqual([]);
});

test('ten inconclusive runs in a row are told as what they are', () => {
  expect(tell(`${'i'.repeat(12)}p`)).toEqual(['9 firing inconclusive', '12 resolved inconclusive']);
});

test('one bad agent of three may never fail twice in a row, and burns all the same', () => {
  const told = tell('ppf'.repeat(10));
  expect(told).toEqual(['26 firing burn-fast']);
});

test('one failure in an hour tells nobody, at whatever minute it comes', () => {
  for (const minute of [0, 5, 30, 59]) {
    const letters = [...'p'.repeat(60)];
    letters[minute] = 'f';
    expect(tell(letters.join(''))).toEqual([]);
  }
});

test('a slow burn is told once its windows have runs enough', () => {
  const sluggish = `${'p'.repeat(14)}f`;
  expect(tell(sluggish.repeat(30)).at(0)).toMatch(/^\d+ firing burn-slow$/);
  expect(tell(sluggish.repeat(12))).toEqual([]);
});

test('a total failure is told once, not once per kind of alert', () => {
  expect(tell(`${'p'.repeat(60)}${'f'.repeat(60)}`)).toEqual(['61 firing failing']);
});

test('an outage that is over does not burn afterwards', () => {
  const told = tell(`${'p'.repeat(60)}${'f'.repeat(60)}${'p'.repeat(60)}`);
  expect(told).toEqual(['61 firing failing', '122 resolved failing']);
});

test('whatever the order of runs, an alert begins before it ends and is told once each', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('p', 'f', 'i'), { maxLength: 300 }), (letters) => {
      const open = new Set<string>();
      for (const line of tell(letters.join(''))) {
        const [, state, kind = ''] = line.split(' ');
        expect(open.has(kind)).toBe(state !== 'firing');
        if (state === 'resolved') open.delete(kind);
        else open.add(kind);
      }
    }),
    { numRuns: 50 },
  );
});

test('a damaged state begins anew', () => {
  expect(parseAlertState('{"series"')).toEqual(NO_ALERTS);
});

test('two modules of one target are judged apart', () => {
  let state = NO_ALERTS;
  const kinds: string[] = [];
  const run = (module: string, verdict: ProbeRun['verdict']) => {
    const settled = considerRun(state, fixtureRun({ module, verdict }), ALERT_DEFAULTS, 0);
    state = settled.state;
    kinds.push(...settled.notices.map(({ subject }) => subject));
  };
  for (let i = 0; i < 2; i += 1) {
    run('sign-in', 'fail');
    run('discovery', 'pass');
  }
  expect(kinds).toEqual(['sign-in']);
});
