/**
 * Probes that stand on an agent's server, run at a lab: the lab runs them there, as somebody would
 * who had signed in to its servers, and answers what they saw. Judging stays here. Of several
 * servers the gravest verdict counts.
 */
import { LabError } from '../../../runtime/lab-error.ts';
import type { Judgement, Probe, Verdict } from '../../probe.ts';
import type { Module, Target } from '../../target.ts';
import { asObject, type JsonObject, textOf } from '../../wire/json.ts';
import { askControl } from './lab-control.ts';

export interface SeenInLab {
  judgement: Judgement;
  observation: unknown;
}

const ANSWER_MS = 60_000;
const FROM_HARMLESS: readonly Verdict[] = ['pass', 'inconclusive', 'fail'];

/** Undefined: it does not stand on a server, or the target is no lab that can be asked. */
export async function lookInLab(
  { kind, control }: Target,
  probe: Probe<unknown, unknown>,
  expectation: unknown,
  { server, lookBackMs: sinceMs }: Pick<Module, 'server' | 'lookBackMs'>,
): Promise<SeenInLab | undefined> {
  if (kind !== 'lab' || control === undefined) return undefined;
  if (probe.standsOn !== 'agent-server') return undefined;
  const answer = await askControl(control, '/look', {
    ...{ method: 'POST', timeoutMs: ANSWER_MS },
    body: { probes: [probe.id], ...(sinceMs !== undefined && { sinceMs }) },
  });
  const sightings: readonly unknown[] = Array.isArray(answer) ? answer : [];
  const seen = sightings.map(asObject).filter((one) => one !== undefined);
  const own = seen.filter((one) => textOf(one, 'probe') === probe.id);
  const chosen = own.filter((one) => server === undefined || textOf(one, 'server') === server);
  if (server !== undefined && chosen.length === 0) throw unknownServer(server, own);
  const judged = chosen.map((sighting) => judge(sighting, probe, expectation));
  const gravest = judged.sort((a, b) => graveness(b) - graveness(a))[0];
  return gravest ?? { judgement: NOTHING_SEEN, observation: null };
}

function judge(
  sighting: JsonObject,
  probe: Probe<unknown, unknown>,
  expectation: unknown,
): SeenInLab {
  const { observation } = sighting;
  const { verdict, summary } = probe.judge(observation, expectation);
  const place = textOf(sighting, 'server') ?? textOf(sighting, 'site') ?? 'the lab';
  const placed = summary.startsWith(place) ? summary : `${place}: ${summary}`;
  return { judgement: { verdict, summary: placed }, observation };
}

function graveness({ judgement }: SeenInLab): number {
  return FROM_HARMLESS.indexOf(judgement.verdict);
}

const NOTHING_SEEN: Judgement = {
  verdict: 'inconclusive',
  summary: 'nobody could look: no server of the lab is up, or none has that to show',
};

function unknownServer(server: string, sightings: readonly JsonObject[]): LabError {
  const known = sightings.flatMap((one) => textOf(one, 'server') ?? []).join(', ');
  const sentence = `expected a server of the lab that is up (${known || 'none is'}), got "${server}"`;
  return new LabError('TARGET_SERVER', sentence);
}
