/** The one line that a wall screen is read by: the gravest thing that any probe says. */
import type { ProbeState, ProbeStatus, StatusModel } from './status-model.ts';

export const STATE_WORDS: Readonly<Record<ProbeState, string>> = {
  pass: 'Pass',
  fail: 'Fail',
  inconclusive: 'Inconclusive',
  stale: 'Stale',
  paused: 'Maintenance',
  waiting: 'Waiting',
};

/** Gravest first. */
const ORDER: readonly ProbeState[] = ['fail', 'stale', 'inconclusive', 'waiting', 'paused', 'pass'];

export function judgeOverall(probes: readonly ProbeStatus[]): StatusModel['overall'] {
  const state = ORDER.find((one) => probes.some((probe) => probe.state === one));
  if (state === undefined) {
    const sentence = 'The configuration has no schedule: nothing is watched.';
    return { state: 'waiting', words: 'Nothing to watch', sentence };
  }
  const own = probes.filter((probe) => probe.state === state);
  const names = own.map(({ target, module }) => `${target} ${module}`).join(', ');
  const count = own.length === probes.length ? 'All' : `${own.length} of ${probes.length}`;
  return { state, ...SENTENCES[state](count, names) };
}

type Words = (count: string, names: string) => { words: string; sentence: string };

const SENTENCES: Readonly<Record<ProbeState, Words>> = {
  fail: (count, names) => ({ words: `${count} fail`, sentence: `Failing now: ${names}.` }),
  stale: (count, names) => ({
    words: count === 'All' ? 'The watch has stopped' : `${count} stale`,
    sentence: `No run when one was due: ${names}. What is below is old.`,
  }),
  inconclusive: (count, names) => ({
    words: `${count} inconclusive`,
    sentence: `Nobody can tell how these are, neither up nor down: ${names}.`,
  }),
  waiting: (count, names) => ({
    words: `${count} waiting`,
    sentence: `Not run yet: ${names}.`,
  }),
  paused: (count, names) => ({
    words: `${count} in maintenance`,
    sentence: `Not watched while work is planned: ${names}.`,
  }),
  pass: () => ({ words: 'All pass', sentence: 'Every probe that is scheduled passed last time.' }),
};
