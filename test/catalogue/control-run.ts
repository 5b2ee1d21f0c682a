/**
 * The run that never had the fault: same estate, same seed, same sign-ins. After healing, the lab
 * that had it has to go on like this one. A control run is virtual, is made once per estate, and is
 * driven on as far as the longest of its readers needs.
 */
import type { LabOptions } from '../../lab/estate.ts';
import type { Lab } from '../../lab/lab.ts';
import { startLab } from '../../lab/start-lab.ts';
import { resultsOf, signInsIn, statusAt, type Window } from './claim-windows.ts';

interface ControlRun {
  lab: Lab;
  startMs: number;
}

const controls = new Map<string, Promise<ControlRun>>();

async function controlFor(options: LabOptions): Promise<ControlRun> {
  const { mode: _, stateDir: __, ...same } = options;
  const key = JSON.stringify(same);
  const known = controls.get(key) ?? startLab(same).then((lab) => ({ lab, startMs: nowOf(lab) }));
  controls.set(key, known);
  return known;
}

const nowOf = (lab: Lab) => lab.clock.nowMs();

export async function endControlRuns(): Promise<void> {
  for (const control of controls.values()) await (await control).lab[Symbol.asyncDispose]();
  controls.clear();
}

/** What differs from the control run from the moment on at which `healed` is claimed to hold. */
export async function compareWithControl(
  lab: Lab,
  options: LabOptions,
  { fromMs, toMs }: Window,
): Promise<string[]> {
  const { lab: control, startMs } = await controlFor(options);
  const isVirtual = lab.mode === 'virtual';
  const behindMs = toMs - nowOf(control);
  if (isVirtual && behindMs > 0) await control.advance(behindMs);
  if (!isVirtual && nowOf(control) < startMs + CONTROL_MS) await control.advance(CONTROL_MS);
  const left = lab.faults.list().map(({ key }) => `${key} is still on`);
  return [
    ...left,
    ...compareAgents(lab, control, toMs),
    ...(isVirtual
      ? compareSignIns(lab, control, fromMs, toMs - lab.timings.signInDeadlineMs)
      : compareGroups(lab, control, fromMs, toMs - lab.timings.signInDeadlineMs)),
  ].map((sentence) => `against the control run: ${sentence}`);
}

/** Live time runs beside virtual time, so its control needs only be long enough to show all. */
const CONTROL_MS = 300_000;

/** Every single sign-in: both runs have the same people, at the same times. */
function compareSignIns(lab: Lab, control: Lab, fromMs: number, toMs: number): string[] {
  const expected = signInsIn(control.timeline.entries, fromMs, toMs);
  const got = new Map(
    signInsIn(lab.timeline.entries, fromMs, toMs).map((one) => [one.correlationId, one.result]),
  );
  const odd = expected.filter(({ correlationId, result }) => got.get(correlationId) !== result);
  const [first] = odd;
  if (!first && expected.length === got.size) return [];
  const example =
    first &&
    `; ${first.userName} (${first.group}) expected ${first.result}, ` +
      `got ${got.get(first.correlationId) ?? 'no sign-in'}`;
  return [`${odd.length} of ${expected.length} sign-ins differ${example ?? ''}`];
}

/** Live: which results each group of users sees at all. */
function compareGroups(lab: Lab, control: Lab, fromMs: number, toMs: number): string[] {
  const all = control.timeline.entries;
  return (['right-password', 'wrong-password', 'cloud-only'] as const).flatMap((group) => {
    const wanted = resultsOf(all, group, 0, Number.POSITIVE_INFINITY);
    const seen = resultsOf(lab.timeline.entries, group, fromMs, toMs);
    const odd = seen.filter((result) => !wanted.includes(result));
    return odd.map((result) => `${group} sees ${result}, and the control run never does`);
  });
}

function compareAgents(lab: Lab, control: Lab, atMs: number): string[] {
  const machines = new Set(control.entra.agents().map(({ machineName }) => machineName));
  return [...machines].flatMap((machine) => {
    const [here, there] = [
      describeAgent(lab, machine, atMs),
      describeAgent(control, machine, atMs),
    ];
    return here === there ? [] : [`${machine} is ${here}, expected ${there}`];
  });
}

function describeAgent(lab: Lab, machine: string, atMs: number): string {
  const entries = lab.entra.agents().filter(({ machineName }) => machineName === machine);
  const listeners = entries.reduce((sum, entry) => sum + entry.listeners, 0);
  const isActive = entries.some(({ status }) => status === 'Active');
  const status = isActive ? 'Active' : statusAt(lab.timeline.entries, machine, atMs);
  return `${status} with ${listeners} listeners`;
}
