/**
 * One run for a person: verdict, how long each phase took, and what to do next where it did not
 * pass. All of it is read from the run, so `--json` and the text cannot disagree.
 */
import type { ProbeRun } from '../../probes/probe-run.ts';
import { paint } from '../summary.ts';

export function renderRun(
  run: ProbeRun,
  { lab, config }: { lab?: string; config?: string },
): string {
  const place = config !== undefined ? ` --config ${config} --target ${run.target}` : '';
  const where = lab !== undefined ? ` --lab ${lab}` : place;
  const lines = [
    `${run.probe}: ${paint(run.verdict)}, ${run.summary}`,
    `  ${[...phasesOf(run), `${Math.round(run.tookMs)} ms in all`].join(' · ')}`,
    ...(run.verdict === 'pass' ? [] : nextSteps(run, where).map((step) => `  Next: ${step}`)),
  ];
  return `${lines.join('\n')}\n`;
}

function phasesOf({ phaseMs }: ProbeRun): string[] {
  return Object.entries(phaseMs).map(([phase, took]) => `${phase} ${Math.round(took)} ms`);
}

function nextSteps({ verdict, aadsts, budgetRefused, observation }: ProbeRun, where: string) {
  if (budgetRefused) return ['wait; nothing was sent (docs/real-tenant.md, “Budget”)'];
  if (verdict === 'inconclusive' && observation === null) {
    return ['put right what the sentence names; the target itself was not judged'];
  }
  const look = `"pta-lab diagnose${where}" asks the other probes and names the link`;
  return aadsts === null ? [look] : [`AADSTS${aadsts} in docs/aadsts.md`, look];
}
