/**
 * What a sign-in costs with 1 and with 40 registered agents, in processor time. Each further agent
 * is one more encryption; what grows beyond that would be ours. Agents share this process, because
 * it is the registered ones that cost, not those that run.
 */
import { LIMITS } from '../protocol/limits.ts';
import { createRsaCrypto } from '../runtime/crypto/rsa.ts';
import { runClosedLoop } from './closed-loop.ts';
import { type Figure, row } from './figure.ts';
import { measureSeparately, TWO_TOKENS } from './separate-sign-ins.ts';

/** Long enough for forty agents to have their connections: a handshake costs as a sign-in does. */
const LOAD = { connections: 16, warmUpMs: 12_000, measureMs: 15_000 };
const AGENTS_MAX = LIMITS.agentsMax.value;
const SEALS_MS = 3_000;
const PLAIN = new Uint8Array(40);

export const agents1To40: Figure = {
  name: 'agents-1-to-40',
  about: 'processor time of a sign-in with 40 registered agents against 1 and its encryptions',
  async measure(progress) {
    const one = await costWith(1);
    const sealMs = await measureSeal();
    const all = await costWith(AGENTS_MAX);
    progress(
      `with 1 agent ${one.toFixed(2)} ms, with ${AGENTS_MAX} ${all.toFixed(2)} ms; ` +
        `one encryption ${(sealMs * 1000).toFixed(0)} µs`,
    );
    return [
      row(
        { name: 'agents-1-to-40', value: all, unit: 'ms of processor a sign-in' },
        {
          what: 'one agent and 39 encryptions',
          value: one + (AGENTS_MAX - 1) * sealMs,
        },
        { atMost: 1.1 },
      ),
    ];
  },
};

async function costWith(agents: number): Promise<number> {
  const { cpuMsEach } = await measureSeparately({ lab: { agents }, scope: TWO_TOKENS, load: LOAD });
  return cpuMsEach.lab + cpuMsEach.agents;
}

/** As many at a time as one sign-in makes. */
async function measureSeal(): Promise<number> {
  const crypto = createRsaCrypto();
  const { spki } = await crypto.generateKey('seals');
  const seal = async () => void (await crypto.seal(spki, PLAIN));
  await runClosedLoop(40, SEALS_MS / 3, seal);
  const before = process.cpuUsage();
  const { done } = await runClosedLoop(40, SEALS_MS, seal);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / done;
}
