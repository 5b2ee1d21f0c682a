/**
 * Delay of packets by `tc netem`, where the kernel has it: a class for each delay that is in force,
 * on every device, and the packet filter says which packet belongs to which (`meta priority`).
 * Where the kernel has none, the relay holds data back instead.
 */
import { networkInterfaces } from 'node:os';
import { LabError } from '../../../runtime/lab-error.ts';
import { runTool } from './run-tool.ts';
import { renderMatch, type Selection } from './selection.ts';

export interface Delay {
  /** In the words of the packet filter. */
  match: string;
  delayMs: number;
}

export interface Delayer {
  set(delaysMs: readonly number[]): Promise<void>;
}

/** One rule for each set of them that may hit the same packet: more than that go to the relay. */
export const DELAYS_MAX = 4;

/** What several of them hit is late by all of them; of the rules the first that fits decides. */
export function addUpDelays(
  delays: readonly { selection: Selection; delayMs: number }[],
): readonly Delay[] {
  const sets: (typeof delays)[] = [];
  for (const one of delays) sets.push(...sets.map((set) => [...set, one]), [one]);
  return sets
    .sort((one, other) => other.length - one.length)
    .map((set) => ({
      match: set.map(({ selection }) => renderMatch(selection)).join(' '),
      delayMs: set.reduce((sum, { delayMs }) => sum + delayMs, 0),
    }));
}

/** By number of class less two: the first class has the number 2. */
export function distinctDelays(delays: readonly Delay[]): readonly number[] {
  return [...new Set(delays.map(({ delayMs }) => delayMs))];
}

/** As `tc` and `nft` write it. */
export function classOf(delayMs: number, distinct: readonly number[]): string {
  return `1:${(distinct.indexOf(delayMs) + 2).toString(16)}`;
}

/** For `tc -batch`, on devices that have nothing yet. */
export function renderClasses(devices: readonly string[], delaysMs: readonly number[]): string {
  if (delaysMs.length === 0) return '';
  const lines = devices.flatMap((device) => [
    `qdisc add dev ${device} root handle 1: htb`,
    ...delaysMs.flatMap((delayMs) => {
      const id = classOf(delayMs, delaysMs);
      return [
        `class add dev ${device} parent 1: classid ${id} htb rate 10gbit quantum 60000`,
        `qdisc add dev ${device} parent ${id} netem delay ${delayMs}ms limit ${WAITING_MAX}`,
      ];
    }),
  ]);
  return `${lines.join('\n')}\n`;
}

/** Packets under way at once; netem drops what is more than its limit. */
const WAITING_MAX = 100_000;

/** Undefined: this kernel cannot. */
export async function findNetem(): Promise<Delayer | undefined> {
  if (!(await can('qdisc add dev lo root netem delay 0ms'))) return undefined;
  await runTool('tc', ['qdisc', 'del', 'dev', 'lo', 'root']);
  let inForce: readonly number[] = [];
  return {
    async set(delaysMs) {
      if (delaysMs.join() === inForce.join()) return;
      const devices = listDevices();
      if (inForce.length > 0) await runTool('tc', ['-batch', '-'], renderRemoval(devices));
      inForce = delaysMs;
      if (delaysMs.length > 0)
        await runTool('tc', ['-batch', '-'], renderClasses(devices, delaysMs));
    },
  };
}

function renderRemoval(devices: readonly string[]): string {
  return devices.map((device) => `qdisc del dev ${device} root\n`).join('');
}

function listDevices(): readonly string[] {
  return Object.entries(networkInterfaces()).flatMap(([name, own = []]) =>
    own.some(({ internal }) => internal) ? [] : [name],
  );
}

async function can(words: string): Promise<boolean> {
  try {
    await runTool('tc', words.split(' '));
    return true;
  } catch (error) {
    if (error instanceof LabError) return false;
    throw error;
  }
}
