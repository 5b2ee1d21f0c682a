/**
 * A diagnosis for people: the likeliest cause in full, the others in a line with what speaks for
 * them, and what nobody looked at.
 */
import type { Candidate, Diagnosis } from '../../probes/diagnosis/diagnosis.ts';
import type { GuidedStep } from '../../probes/diagnosis/guided.ts';

const STATES: Readonly<Record<Diagnosis['state'], string>> = {
  healthy: 'healthy: people sign in and nothing speaks against it',
  'at-risk': 'at risk: no sign-in was seen to fail, and something is wrong',
  degraded: 'degraded: some sign-ins fail, or take long',
  broken: 'broken: the sign-ins that were tried fail',
  inconclusive: 'inconclusive: too little was seen',
};

const OTHERS_MAX = 4;

export function renderDiagnosis({ state, candidates, notSeen }: Diagnosis): string {
  const [first, ...others] = candidates;
  const unexplained = state === 'broken' || state === 'degraded';
  return [
    STATES[state],
    ...(first ? renderFirst(first) : []),
    ...(first || !unexplained ? [] : ['', 'Nothing that was seen explains it.']),
    ...(others.length > 0 ? ['', 'Also possible, or broken as well'] : []),
    ...others.slice(0, OTHERS_MAX).map(renderOther),
    ...(notSeen.length > 0 ? ['', 'Not looked at'] : []),
    ...notSeen.map((text) => `  ${text}`),
    '',
  ].join('\n');
}

function renderFirst(candidate: Candidate): readonly string[] {
  const { title, link, evidence, nextTest, fix, sources } = candidate;
  return [
    '',
    `${title} (${link}${placesOf(candidate)})`,
    ...evidence.map(({ speaks, text }) => `  ${speaks === 'for' ? '+' : '−'} ${text}`),
    ...(nextTest === null ? [] : [`  Next test: ${nextTest}`]),
    `  Fix: ${fix}`,
    `  Sources: ${sources.join(', ')}`,
  ];
}

function renderOther(candidate: Candidate): string {
  const { title, link, evidence } = candidate;
  const [reason] = evidence;
  return `  ${title} (${link}${placesOf(candidate)})${reason ? `: ${reason.text}` : ''}`;
}

function placesOf({ at }: Candidate): string {
  return at.length === 0 ? '' : `, at ${at.join(', ')}`;
}

const MARKS: Readonly<Record<GuidedStep['state'], string>> = {
  well: 'well',
  broken: 'look here',
  'not-seen': 'nobody looked',
};

export function renderSteps(steps: readonly GuidedStep[]): string {
  return steps
    .map(({ title, state, saw, advice, sources }) =>
      [
        `${title}: ${MARKS[state]}`,
        ...saw.map((text) => `  ${text}`),
        `  ${advice} (${sources.join(', ')})`,
        '',
      ].join('\n'),
    )
    .join('\n');
}
