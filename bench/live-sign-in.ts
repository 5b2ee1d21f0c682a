/**
 * Sign-ins a second over the whole live path with three agents and real RSA, beside the bound that
 * its RSA operations alone set, measured before and after on the same machine.
 */
import { attemptSignIn } from '../lab/people/sign-in.ts';
import { startLab } from '../lab/start-lab.ts';
import { runClosedLoop } from './closed-loop.ts';
import { type Figure, row } from './figure.ts';
import { measureRsaBound } from './rsa-bound.ts';

const AGENTS = 3;
const CONCURRENCY = 64;
const WARM_UP_MS = 2_000;
const MEASURE_MS = 10_000;
const BOUND_MS = 4_000;
/** `openid` makes two tokens: the access token and the id token. */
const COST = { agents: AGENTS, tokens: 2 };

export const liveSignIn: Figure = {
  name: 'live-sign-in',
  about:
    'full live path, three agents, real RSA, access and id token, against the bound of its RSA',
  async measure(progress) {
    const before = await measureRsaBound(COST, CONCURRENCY, BOUND_MS);
    progress(`RSA bound before: ${before.toFixed(0)} sign-ins/s`);
    const { perSecond, latenciesMs, failed } = await measureSignIns();
    const after = await measureRsaBound(COST, CONCURRENCY, BOUND_MS);
    const p99 = latenciesMs[Math.floor(latenciesMs.length * 0.99)] ?? 0;
    progress(`RSA bound after: ${after.toFixed(0)}; p99 ${p99.toFixed(0)} ms; ${failed} failed`);
    const bound = (before + after) / 2;
    return [
      row(
        { name: 'live-sign-in', value: perSecond, unit: 'sign-ins/s' },
        { what: 'RSA bound', value: bound },
        { atLeast: 0.7 },
      ),
    ];
  },
};

async function measureSignIns() {
  const lab = await startLab({ mode: 'live', agents: AGENTS, traffic: false });
  const { healthy } = lab.accounts;
  let failed = 0;
  let attempts = 0;
  const signIn = async () => {
    const { result } = await attemptSignIn({
      network: lab.network,
      from: lab.prober,
      authority: lab.endpoints.authority,
      clientId: lab.clientId,
      scope: 'openid profile',
      userName: healthy?.userName ?? '',
      password: healthy?.password ?? '',
      correlationId: `bench-${++attempts}`,
      timeoutMs: lab.timings.probeTimeoutMs,
    });
    if (result !== 0) failed += 1;
  };
  await runClosedLoop(CONCURRENCY, WARM_UP_MS, signIn);
  const measured = await runClosedLoop(CONCURRENCY, MEASURE_MS, signIn);
  await lab[Symbol.asyncDispose]();
  if (failed > 0)
    throw new Error(`${failed} of ${attempts} sign-ins failed: the figure would mean nothing`);
  return { ...measured, failed };
}
