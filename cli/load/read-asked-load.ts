/**
 * What a command line asks of `pta-lab load`: tests with their profile, engine, and a peak that
 * this machine can make. Everything that can be wrong is said here, before a lab is started.
 */
import { createRequire } from 'node:module';
import { readEstateFile } from '../../lab/estate-file/estate-file.ts';
import { intendedBySecond } from '../../load/generator/arrivals.ts';
import { checkForBuiltin } from '../../load/generator/check-options.ts';
import { parseTime } from '../../load/generator/parse-time.ts';
import { type FoundK6, findK6 } from '../../load/live/find-k6.ts';
import { measureRsa } from '../../load/live/measure-rsa.ts';
import { readLoadTest } from '../../load/live/read-load-test.ts';
import { parseRate } from '../../load/plan/parse-rate.ts';
import type { LoadRun } from '../../load/run/run-load.ts';
import { countAgents } from '../../load/run/start-load-lab.ts';
import { CAPACITY, DOCUMENTED_AGENT } from '../../protocol/capacity.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { HOUR_MS } from '../../protocol/time-units.ts';
import { LabError } from '../../runtime/lab-error.ts';

export interface LoadOptionsAsked {
  agents?: string;
  peak?: string;
  duration?: string;
  virtual?: boolean;
  engine: 'auto' | 'k6' | 'builtin';
  crypto?: 'rsa' | 'fast';
  /** Default: the estate file's; without one the documented server. */
  capacity?: Asked['capacity'];
  skew: number;
  estate?: string;
  seed: string;
}

export type Asked = Omit<LoadRun, 'stop' | 'onProgress'>;

/** @throws LabError `USAGE_…`, `LOAD_…`, `ESTATE_…` */
export async function readAskedLoad(
  names: readonly string[],
  options: LoadOptionsAsked,
): Promise<readonly Asked[]> {
  const { virtual = false, seed, skew, estate, crypto, peak } = options;
  if (virtual && crypto !== undefined) {
    throw new LabError('USAGE_CRYPTO', '--crypto: virtual time has stand-in crypto; leave it out');
  }
  const agents = readAgents(options);
  const duration = readDuration(options.duration);
  const k6 = chooseK6(options);
  const shared = {
    ...{ virtual, seed, skew, agents, capacity: readCapacity(options) },
    ...{ crypto: crypto ?? 'rsa', version: packageVersion() },
    ...(estate !== undefined && { estateFile: estate }),
    ...(k6 && { k6 }),
  } as const;
  const settings = {
    ...{ agents, peak: peak === undefined ? usualPeak(agents) : readPeak(peak) },
    ...(duration !== undefined && { duration }),
  };
  const asked: Asked[] = [];
  for (const name of names) {
    const test = await readLoadTest(name, settings);
    if (!k6) checkForBuiltin(test);
    const rate = Math.max(0, ...intendedBySecond(test.options));
    const isBound = !virtual && shared.crypto === 'rsa' && rate > CALIBRATE_FROM;
    const one = { ...shared, test, settings };
    asked.push(isBound ? await fitToMachine(one, name, rate, peak !== undefined) : one);
  }
  return asked;
}

/** What the agents carry when one of them is lost, at the lower end of the documented band. */
function usualPeak(agents: number): number {
  return Math.max(1, agents - 1) * CAPACITY.bandFromPerSecond.value;
}

function readAgents({ agents, estate }: LoadOptionsAsked): number {
  if (estate !== undefined) {
    if (agents === undefined) return countAgents(estate);
    throw new LabError('USAGE_AGENTS', 'expected either --agents or --estate, got both');
  }
  if (agents === undefined) return LIMITS.agentsRecommended.value;
  const most = LIMITS.agentsMax.value;
  const count = /^\d{1,4}$/.test(agents) ? Number(agents) : 0;
  if (count >= 1 && count <= most) return count;
  const sentence = `--agents: expected 1 to ${most}, which is the most a tenant may have, got "${agents}"`;
  throw new LabError('USAGE_AGENTS', sentence);
}

function readPeak(text: string): number {
  const most = LIMITS.agentsMax.value * CAPACITY.bandToPerSecond.value;
  const rate = Math.round(parseRate(text) ?? 0);
  if (rate >= 1 && rate <= most) return rate;
  const sentence = `--peak: expected a rate from 1/s to ${most}/s such as 600/s, got "${text}"`;
  throw new LabError('USAGE_PEAK', sentence);
}

/** Each second of a run is kept, for its report. */
const DURATION_HOURS_MAX = 24;

function readDuration(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const ms = /^(\d{1,6}[smh])+$/.test(text) ? parseTime(text, '--duration') : 0;
  if (ms > 0 && ms <= DURATION_HOURS_MAX * HOUR_MS) return text;
  const sentence = `--duration: expected a time from 1s to ${DURATION_HOURS_MAX}h such as 30s or 5m, got "${text}"`;
  throw new LabError('USAGE_DURATION', sentence);
}

function readCapacity({ capacity, estate }: LoadOptionsAsked): Asked['capacity'] {
  const own = estate === undefined ? undefined : readEstateFile(estate).capacity;
  return capacity ?? own ?? DOCUMENTED_AGENT;
}

/** @throws LabError `LOAD_K6_…` where it was asked for by name. */
function chooseK6({ engine, virtual }: LoadOptionsAsked): FoundK6 | undefined {
  if (virtual && engine === 'k6') {
    throw new LabError('USAGE_ENGINE', '--engine k6: k6 knows real time only; leave --virtual out');
  }
  if (virtual || engine === 'builtin') return undefined;
  if (engine === 'k6') return findK6();
  try {
    return findK6();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    process.stderr.write(`${error.message} Going on with --engine builtin.\n`);
    return undefined;
  }
}

/** Below that no machine is the bottleneck, and nobody waits for the measurement. */
const CALIBRATE_FROM = 50;
/** Of what its RSA alone would allow; cloud, sockets and generator need the rest. */
const CARRIED_SHARE = 0.6;

/** A peak that was asked for is tried; the usual one becomes what this machine can make. */
async function fitToMachine(one: Asked, name: string, rate: number, isAsked: boolean) {
  const { settings } = one;
  const bound = await measureRsa(settings.agents);
  const carried = Math.max(1, Math.floor(bound * CARRIED_SHARE));
  if (rate <= carried) return one;
  const why =
    `this machine's RSA makes about ${carried} sign-ins/s with ${settings.agents} agents, ` +
    `fewer than the ${rate}/s of ${one.test.id}`;
  const ways = '--crypto fast or --virtual goes beyond';
  if (isAsked) {
    process.stderr.write(`Expect the machine to be the bottleneck: ${why}; ${ways}.\n`);
    return one;
  }
  const peak = Math.max(1, Math.floor((settings.peak * carried) / rate));
  process.stderr.write(`With --peak ${peak}: ${why}; ${ways}.\n`);
  const lower = { ...settings, peak };
  return { ...one, settings: lower, test: await readLoadTest(name, lower) };
}

function packageVersion(): string {
  const { version }: { version: string } = createRequire(import.meta.url)('../../package.json');
  return version;
}
