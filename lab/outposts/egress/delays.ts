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

/**
 * For `tc -batch`, whatever the devices have: what is there cannot be changed, only replaced, and
 * what waited in it is lost.
 */
export function renderClasses(devices: readonly string[], delaysMs: readonly number[]): string {
  const lines = devices.flatMap((device) => [
    `qdisc replace dev ${device} root noqueue`,
    ...(delaysMs.length > 0 ? [`qdisc replace dev ${device} root handle 1: htb`] : []),
    ...delaysMs.flatMap((delayMs) => {
      const id = classOf(delayMs, delaysMs);
      return [
        `class add dev ${device} parent 1: classid ${id} htb rate 10gbit quantum 60000`,
        `qdisc add dev ${device} parent ${id} netem delay ${delayMs}ms limit ${WAITING_MAX}`,
      ];
    }),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}

/** Packets under way at once; netem drops what is more than its limit. */
const WAITING_MAX = 100_000;

/** What tells whether a kernel can: all that a delay takes, where no packet of a site passes. */
export const DELAY_TRIAL = { does: renderClasses(['lo'], [0]), undoes: renderClasses(['lo'], []) };

/** Undefined: this kernel cannot. */
export async function findNetem(): Promise<Delayer | undefined> {
  const can = await isTaken(DELAY_TRIAL.does);
  await isTaken(DELAY_TRIAL.undoes);
  if (!can) return undefined;
  let inForce: string | undefined;
  return {
    async set(delaysMs) {
      const asked = renderClasses(listDevices(), delaysMs);
      if (asked === inForce) return;
      // Half of it may be there when it fails.
      inForce = undefined;
      await runTool('tc', BATCH, asked);
      inForce = asked;
    },
  };
}

const BATCH = ['-batch', '-'];

async function isTaken(lines: string): Promise<boolean> {
  try {
    await runTool('tc', BATCH, lines);
    return true;
  } catch (error) {
    if (error instanceof LabError) return false;
    throw error;
  }
}

function listDevices(): readonly string[] {
  return Object.entries(networkInterfaces()).flatMap(([name, own = []]) =>
    own.some(({ internal }) => internal) ? [] : [name],
  );
}
