/**
 * A lab with forty agents and ten thousand users: what `memory-40-agents` looks at. One line with
 * the ids of its processes when it is ready, and one more after some sign-ins. With the argument
 * `apart` its agents are processes of their own.
 */
import { availableParallelism } from 'node:os';
import { attemptSignIn } from '../../lab/people/sign-in.ts';
import { ProcessAgent } from '../../lab/processes/process-agent.ts';
import { startLab } from '../../lab/start-lab.ts';

const AGENTS = 40;
/** Those who know their password, and those who do not. */
const USERS_PER_GROUP = 5_000;
const SIGN_INS = 400;

const lab = await startLab({
  ...{ mode: 'live', agents: AGENTS, users: USERS_PER_GROUP, traffic: false },
  agentProcesses: process.argv[2] === 'apart',
});
process.once('SIGTERM', () => void lab[Symbol.asyncDispose]());
tellProcesses();
const people = lab.groups['right-password'];
let begun = 0;
await Promise.all(Array.from({ length: 4 * availableParallelism() }, signInInTurn));
tellProcesses();

async function signInInTurn(): Promise<void> {
  while (begun < SIGN_INS) {
    const { userName = '', password = '' } = people[begun % people.length] ?? {};
    begun += 1;
    const { result } = await attemptSignIn({
      ...{ network: lab.network, from: lab.prober, authority: lab.endpoints.authority },
      ...{ clientId: lab.clientId, scope: 'openid', userName, password },
      ...{ correlationId: `bench-${begun}`, timeoutMs: lab.timings.probeTimeoutMs },
    });
    if (result !== 0) throw new Error(`expected everybody to sign in, got ${result}`);
  }
}

function tellProcesses(): void {
  const apart = [...lab.agents.values()].flatMap((agent) =>
    agent instanceof ProcessAgent ? [agent.pid] : [],
  );
  process.stdout.write(`${JSON.stringify([process.pid, ...apart])}\n`);
}
