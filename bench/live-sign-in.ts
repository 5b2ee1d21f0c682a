/**
 * Sign-ins a second over the whole live path with three agents in processes of their own and real
 * RSA, beside the bound that its RSA operations alone set, measured before and after on the same
 * machine.
 */
import { type Figure, row } from './figure.ts';
import { measureRsaBound } from './rsa-bound.ts';
import { measureSeparately, TWO_TOKENS } from './separate-sign-ins.ts';

const AGENTS = 3;
const CONCURRENCY = 64;
/** V8 takes that long to compile what is hot. */
const WARM_UP_MS = 15_000;
const MEASURE_MS = 60_000;
const BOUND_MS = 4_000;
/** `openid` makes two tokens: the access token and the id token. */
const COST = { agents: AGENTS, tokens: 2 };

export const liveSignIn: Figure = {
  name: 'live-sign-in',
  about:
    'full live path, three agent processes, real RSA, two tokens, against the bound of its RSA',
  async measure(progress) {
    const before = await measureRsaBound(COST, CONCURRENCY, BOUND_MS);
    progress(`RSA bound before: ${before.perSecond.toFixed(0)} sign-ins/s`);
    const measured = await measureSeparately({
      lab: { agents: AGENTS, agentProcesses: true },
      scope: TWO_TOKENS,
      load: { connections: CONCURRENCY, warmUpMs: WARM_UP_MS, measureMs: MEASURE_MS },
    });
    const after = await measureRsaBound(COST, CONCURRENCY, BOUND_MS);
    const { p99, failed, cpuMsEach } = measured;
    progress(
      `RSA bound after: ${after.perSecond.toFixed(0)}; p99 ${p99.toFixed(0)} ms; ${failed} lost; ` +
        `ms of processor a sign-in: lab ${cpuMsEach.lab.toFixed(2)}, ` +
        `agents ${cpuMsEach.agents.toFixed(2)}, load ${cpuMsEach.load.toFixed(2)}, ` +
        `its RSA alone ${after.cpuMsEach.toFixed(2)}`,
    );
    return [
      row(
        { name: 'live-sign-in', value: measured.perSecond, unit: 'sign-ins/s' },
        { what: 'RSA bound', value: (before.perSecond + after.perSecond) / 2 },
        { atLeast: 0.85 },
      ),
    ];
  },
};
