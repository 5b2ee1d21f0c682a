/**
 * Sign-ins a second with one replica and with two that share a tenant through NATS. On one machine
 * they share its cores with agents, NATS and the load: two show what sharing costs, not what a
 * second machine would bring. The processor time of a sign-in says that.
 */
import { type Figure, row } from './figure.ts';
import { measureSeparately, TWO_TOKENS } from './separate-sign-ins.ts';
import { measureShared, type SharedSignIns } from './shared-tenant.ts';

const AGENTS = 3;
const LOAD = { connections: 32, warmUpMs: 5_000, measureMs: 12_000 };

export const scale: Figure = {
  name: 'scale',
  about: 'one and two replicas with a shared tenant, real RSA, and what a sign-in costs in each',
  async measure(progress) {
    const alone = await measureSeparately({
      ...{ lab: { agents: AGENTS, agentProcesses: true }, scope: TWO_TOKENS, load: LOAD },
    });
    const { perSecond } = alone;
    progress(`lab without NATS: ${perSecond.toFixed(0)}/s, ${alone.cpuMsEach.lab.toFixed(2)} ms`);
    const one = await measureShared({ replicas: 1, agents: AGENTS, ...LOAD });
    progress(`one replica: ${describe(one)}`);
    const two = await measureShared({ replicas: 2, agents: AGENTS, ...LOAD });
    progress(`two replicas: ${describe(two)}`);
    return [
      row(
        { name: 'scale-one', value: one.perSecond, unit: 'sign-ins/s' },
        { what: 'lab in memory', value: perSecond },
        { atLeast: 0.5 },
      ),
      row(
        { name: 'scale-two', value: two.perSecond, unit: 'sign-ins/s' },
        { what: 'one replica', value: one.perSecond },
        { atLeast: 0.8 },
      ),
      row(
        { name: 'scale-cpu', value: cloudMs(two), unit: 'ms of replicas and NATS a sign-in' },
        { what: 'one replica and NATS', value: cloudMs(one) },
        { atMost: 1.4 },
      ),
    ];
  },
};

function cloudMs({ cpuMsEach: { replicas, nats } }: SharedSignIns): number {
  return replicas + nats;
}

function describe({ perSecond, p99, failed, cpuMsEach }: SharedSignIns): string {
  const parts = Object.entries(cpuMsEach).map(([kind, ms]) => `${kind} ${ms.toFixed(2)}`);
  return (
    `${perSecond.toFixed(0)}/s, p99 ${p99.toFixed(0)} ms, ${failed} failed; ` +
    `ms of processor a sign-in: ${parts.join(', ')}`
  );
}
