/**
 * Resident memory of a lab at the documented ceiling, forty agents, with ten thousand users: all in
 * one process against the goal, and each agent in its own against as many bare processes of Node.
 * Both when the lab is ready, as the figure `memory`; what some sign-ins add is told beside it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { COMPILE_CACHE } from '../runtime/live/kept-variables.ts';
import { type Figure, row } from './figure.ts';

const GOAL_MB = 300;
const LAB = path.join(import.meta.dirname, 'peers/many-agents.ts');
const TELL_RSS = ['-p', 'process.memoryUsage().rss / 1e6'];

export const memory40Agents: Figure = {
  name: 'memory-40-agents',
  about: 'resident memory of 40 agents and 10,000 users: in one process, and in 41',
  async measure(progress) {
    const inside = await measureWarm();
    const apart = await measureWarm('apart');
    const bare = Number(spawnSync(process.execPath, TELL_RSS, { encoding: 'utf8' }).stdout);
    const [whole = 0] = inside.ready;
    const [lab = 0, ...agents] = apart.ready;
    const sum = agents.reduce((all, each) => all + each, 0);
    progress(`in one process: ${megabytes(inside.used[0])} after some sign-ins`);
    progress(`apart: lab ${megabytes(lab)}, an agent ${megabytes(sum / agents.length)}`);
    const nodes = { what: `${agents.length} bare Node in MB`, value: bare * agents.length };
    const goal = { what: 'goal in MB', value: GOAL_MB };
    return [
      row({ name: 'memory-40-agents', value: whole, unit: 'MB' }, goal, { atMost: 1 }),
      row({ name: 'memory-40-processes', value: sum, unit: 'MB' }, nodes, { atMost: 2.5 }),
    ];
  },
};

/** MB of each process. */
interface Measured {
  ready: readonly number[];
  used: readonly number[];
}

/** Twice, because the first run of a version of the code compiles it. */
async function measureWarm(...args: string[]): Promise<Measured> {
  await measureOnce(args);
  return measureOnce(args);
}

async function measureOnce(args: readonly string[]): Promise<Measured> {
  const child = spawn(process.execPath, [LAB, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // As `pta-lab` itself starts: without it the compiler is in the figure.
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env },
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const look = async () => {
    const { value } = await lines.next();
    if (value === undefined) throw new Error('expected the lab to say that it is there; it ended');
    return (JSON.parse(value) as number[]).map(residentMb);
  };
  const measured = { ready: await look(), used: await look() };
  child.kill('SIGTERM');
  await once(child, 'exit');
  return measured;
}

/** Linux says it in `/proc`; elsewhere the figure cannot be taken. */
function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes) * 1024) / 1e6;
}

function megabytes(value = 0): string {
  return `${value.toFixed(0)} MB`;
}
