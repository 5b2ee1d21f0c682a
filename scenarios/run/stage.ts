/**
 * Where a run stands: which phases have begun, and from where expectations count. Whether what came
 * is good enough is `judge/`'s business.
 */
import { inspectEstate } from '../../lab/inspect-estate.ts';
import type { Lab } from '../../lab/lab.ts';
import type { Phase } from '../../lab/timeline.ts';
import type { View } from '../judge/judge.ts';

/** Moved by injections, changes, healings and phases. */
export interface Stage {
  readonly runStartMs: number;
  changeMs: number;
  /** Those that have begun, in order; the last one is the current one. */
  readonly phases: { phase: Phase; startMs: number }[];
}

export function createStage(runStartMs: number): Stage {
  return { runStartMs, changeMs: runStartMs, phases: [{ phase: 'before', startMs: -1 }] };
}

/**
 * A phase found late begins where its evidence stands, so that no sign-in counts to the wrong one.
 */
export function beginPhase(lab: Lab, stage: Stage, phase: Phase, atMs: number): void {
  const startMs = Math.max(atMs, stage.phases.at(-1)?.startMs ?? atMs);
  stage.phases.push({ phase, startMs });
  lab.timeline.add({ kind: 'phase', atMs: startMs, phase });
}

export function viewOf(
  lab: Lab,
  { runStartMs, changeMs, phases }: Stage,
  of: Phase | undefined,
): View {
  const at = of ? phases.findLastIndex(({ phase }) => phase === of) : phases.length - 1;
  const phaseStartMs = phases[at]?.startMs ?? runStartMs;
  const phaseEndMs = phases[at + 1]?.startMs ?? Number.POSITIVE_INFINITY;
  return {
    ...{ runStartMs, changeMs, phaseStartMs, phaseEndMs, nowMs: lab.clock.nowMs() },
    entries: lab.timeline.entries,
    agents: lab.sites.flatMap((site) => site.agents),
    logged: () => readLog(lab, phaseStartMs, phaseEndMs),
    programsOn: (server) => lab.servers.get(server)?.programs.map(({ name }) => name) ?? [],
    findings: () => inspectEstate(lab).map(({ id }) => id),
  };
}

/**
 * For evidence that a phase begins: after a healing only what started behind it counts, because
 * before it, too, some people may have been lucky.
 */
export function viewSinceChange(lab: Lab, stage: Stage): View {
  const view = viewOf(lab, stage, undefined);
  return { ...view, phaseStartMs: Math.max(view.phaseStartMs, stage.changeMs) };
}

const LOG_PAGE = 10_000;

/** What the cloud's sign-in log shows for sign-ins of the phase, late answers included. */
function readLog(lab: Lab, startMs: number, endMs: number): number[] {
  const { rows } = lab.entra.cloud.log.page(LOG_PAGE);
  return rows
    .filter(({ startedMs }) => startedMs > startMs && startedMs <= endMs)
    .flatMap(({ errorCode, handOff }) => [
      errorCode,
      ...(handOff?.late ? [handOff.late.code] : []),
    ]);
}
