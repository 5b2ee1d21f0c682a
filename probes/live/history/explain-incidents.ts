/**
 * Puts a diagnosis beside each incident, from what the newest run of every module of its target
 * saw: passes only since the incident began, because what they saw before speaks of a chain that
 * was well; failures from before it too, because they are what goes on. Any failure has all open
 * incidents of its target looked at again: a cause is seen by other probes than its effects.
 */

import { DAY_MS } from '../../../protocol/time-units.ts';
import { FAIR } from '../../diagnosis/cause.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import { sightingsFrom } from '../../diagnosis/from-history.ts';
import type { ProbeRun, RunListener } from '../../probe-run.ts';
import type { History } from './history.ts';
import type { Incident } from './incidents.ts';

/** Later failures of the same incident tell nothing that these did not. */
const LOOKS_MAX = 60;
/** A failure of a module that has not run since is no longer news. */
const FRESH_MS = DAY_MS;
/** Causes that weigh nearly as much as the first are named beside it. */
const NEARLY = 0.8;
const NAMED_MAX = 5;

export function explainIncidents(
  history: Pick<History, 'latest' | 'incidents' | 'explain'>,
): RunListener {
  return {
    ran({ verdict, target, startedMs }) {
      if (verdict !== 'fail') return;
      const open = history
        .incidents(startedMs, startedMs + 1)
        .filter((one) => one.endMs === null && one.target === target && one.failures <= LOOKS_MAX);
      if (open.length === 0) return;
      const latest = history.latest().filter((run) => run.target === target);
      for (const incident of open) {
        const runs = latest.filter((run) => belongs(run, incident));
        const sentence = explain(diagnose(sightingsFrom(runs)));
        if (sentence !== incident.diagnosis) history.explain(incident.id, sentence);
      }
    },
  };
}

function belongs({ verdict, startedMs }: ProbeRun, { beginMs }: Incident): boolean {
  return startedMs >= beginMs || (verdict === 'fail' && startedMs >= beginMs - FRESH_MS);
}

/** Null: nothing that is known explains it; what was thought before is no better. */
function explain({ candidates }: Diagnosis): string | null {
  const [first] = candidates;
  if (first === undefined) return null;
  // Less than that is thought of for want of better, or does not bring what users read.
  const isGuess = first.weight < FAIR;
  const titles = candidates
    .filter(({ weight }) => isGuess || weight >= NEARLY * first.weight)
    .slice(0, NAMED_MAX)
    .map(({ title }) => title);
  if (titles.length === 1) return `${first.title}. What to do: ${first.fix}`;
  const opening = isGuess ? 'Guesses, as no probe has seen it where it would show: ' : '';
  const next = first.nextTest === null ? '' : ` To tell: ${first.nextTest}`;
  return `${opening}${titles.join('; or: ')}.${next}`;
}
