/**
 * How busy this machine is, everything on it together, and one of its processes: a generator that
 * has no core left measures itself.
 */
import { readFileSync } from 'node:fs';
import os from 'node:os';

export interface MachineWatch {
  readonly cores: number;
  /** Of all cores, since the watch began. */
  share(): number;
}

export function watchMachine(): MachineWatch {
  const before = ticks();
  return {
    cores: before.cores,
    share() {
      const now = ticks();
      const all = now.all - before.all;
      return all <= 0 ? 0 : 1 - (now.idle - before.idle) / all;
    },
  };
}

function ticks(): { cores: number; all: number; idle: number } {
  const cpus = os.cpus();
  const times = cpus.map((cpu) => cpu.times);
  const all = times.reduce((sum, { user, nice, sys, idle, irq }) => {
    return sum + user + nice + sys + idle + irq;
  }, 0);
  return { cores: cpus.length, all, idle: times.reduce((sum, { idle }) => sum + idle, 0) };
}

/** Linux counts in hundredths of a second, whatever the machine's own clock is. */
const TICK_MS = 10;

/** CPU time of another process so far; absent where the system does not tell, or it is gone. */
export function cpuMsOf(pid: number): number | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the name in brackets, which may hold anything.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const [user, system] = [Number(fields[11]), Number(fields[12])];
    return (user + system) * TICK_MS;
  } catch {
    return undefined;
  }
}
