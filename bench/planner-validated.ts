/**
 * What the plan predicts against what the protocol code does, in virtual time and on live sockets:
 * p50, p95, p99 and failure share at five loads. One parameter is measured and none is fitted: what
 * a sign-in takes beside its validation, from a run at a tenth of the knee.
 */
import type { LoadResult } from '../load/load-result.ts';
import { type AgentCapacity, DOCUMENTED_AGENT } from '../protocol/capacity.ts';
import { compare, middleOf, predict } from './compare-prediction.ts';
import type { Figure, Row } from './figure.ts';
import { measure, type Setting } from './validation-run.ts';

const LOADS = [0.3, 0.6, 0.8, 0.95, 1.2];
const LIGHT = 0.1;

const SMALL: AgentCapacity = { ...DOCUMENTED_AGENT, cores: 1, serviceMs: 20 };

const SLOW: AgentCapacity = { ...SMALL, serviceMs: 40 };

const SETTINGS: readonly Setting[] = [
  { name: 'virtual, 50/s an agent', virtual: true, seconds: 60, capacity: SMALL },
  { name: 'virtual, documented agent', virtual: true, seconds: 30, capacity: DOCUMENTED_AGENT },
  // Slow enough for real RSA and timers of a small machine to be small beside it.
  { name: 'live, 25/s an agent', virtual: false, seconds: 30, capacity: SLOW },
];

export const plannerValidated: Figure = {
  name: 'planner-validated',
  about: 'p50, p95, p99 and failure share at five loads: predicted by the plan against measured',
  async measure(progress) {
    const rows: Row[] = [];
    for (const setting of SETTINGS) {
      const light = await measure(setting, LIGHT);
      const restMs = light.run.latency.p50 - (middleOf(predict(setting, light, 0)).p50 ?? 0);
      progress(`${setting.name}: ${restMs.toFixed(1)} ms beside the validation, measured`);
      for (const load of LOADS) {
        const measured = await measure(setting, load);
        const name = `${setting.name}, ${Math.round(load * 100)} %`;
        rows.push(...compare(name, measured, predict(setting, measured, restMs)));
        progress(`${name}: ${measured.run.latency.count} sign-ins${machineWords(measured)}`);
      }
    }
    return rows;
  },
};

/** A machine that is busy with something else makes live rows say nothing about the plan. */
function machineWords({ run }: LoadResult): string {
  const { machineCpuShare, behindP99 } = run.generator;
  if (machineCpuShare === undefined) return '';
  const busy = `all cores ${Math.round(machineCpuShare * 100)} % busy`;
  return `, ${busy}${behindP99 === undefined ? '' : `, begun up to ${Math.round(behindP99)} ms late`}`;
}
