/**
 * Sign-ins a second with `--crypto fast`: what everything but RSA costs. It says nothing about real
 * agents; it says up to which rate the lab itself can be driven.
 */
import { type Figure, row } from './figure.ts';
import { measureSeparately, TWO_TOKENS } from './separate-sign-ins.ts';

const AGENTS = 3;
const GOAL_PER_SECOND = 3_000;
const LOAD = { connections: 64, warmUpMs: 15_000, measureMs: 20_000 };

export const fastCrypto: Figure = {
  name: 'fast-crypto',
  about: 'full live path, three agent processes, --crypto fast, two tokens, against 3,000/s',
  async measure(progress) {
    const { perSecond, p99, cpuMsEach } = await measureSeparately({
      lab: { agents: AGENTS, agentProcesses: true, crypto: 'fast' },
      scope: TWO_TOKENS,
      load: LOAD,
    });
    progress(
      `p99 ${p99.toFixed(0)} ms; ms of processor a sign-in: lab ${cpuMsEach.lab.toFixed(2)}, ` +
        `agents ${cpuMsEach.agents.toFixed(2)}, load ${cpuMsEach.load.toFixed(2)}`,
    );
    return [
      row(
        { name: 'fast-crypto', value: perSecond, unit: 'sign-ins/s' },
        { what: 'goal', value: GOAL_PER_SECOND },
        { atLeast: 1 },
      ),
    ];
  },
};
