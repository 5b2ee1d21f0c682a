/** From the arguments of `pta-lab plan` to what is planned. Nothing is started. */
import type { LabOptions, Site } from '../../lab/estate.ts';
import { readWholeEstate } from '../../lab/estate-file/estate-file.ts';
import { estateOptions } from '../../lab/estate-file/estate-options.ts';
import { type Calibration, calibrate } from '../../load/plan/calibrate.ts';
import { morningOf } from '../../load/plan/hour.ts';
import { dealAgents } from '../../load/plan/place-agents.ts';
import type { Demand, PlannedSite, PlanOptions } from '../../load/plan/plan-options.ts';
import { type AgentCapacity, DOCUMENTED_AGENT } from '../../protocol/capacity.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { TIMINGS, type Timings, timingsWith } from '../../protocol/timings.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { PlanArguments } from '../plan.ts';
import { readLoadResult } from './read-load-result.ts';
import { readSites } from './read-sites.ts';

export function readPlan(asked: PlanArguments): {
  options: PlanOptions;
  calibration?: Calibration;
} {
  const estate = readEstate(asked);
  const timings = timingsWith(estate.timings);
  const options = {
    ...estate,
    ...{ demand: readDemand(asked, estate.peakPerSecond), timings, restMs: 0 },
    ...{ tolerateLoss: readLoss(asked), skew: asked.skew, seed: asked.seed },
    ...{
      cloudTripMs: 2 * timings.wanLatencyMs,
      durationMs: asked.duration,
      p95WithinMs: asked.p95,
    },
    ...(asked.retryAfter !== undefined && { retryAfterMs: asked.retryAfter }),
  };
  if (asked.calibrate === undefined) return { options };
  return calibrated(options, asked.calibrate, capacityOf(asked));
}

interface Estate {
  sites: readonly PlannedSite[];
  given: boolean;
  inactive: number;
  peakPerSecond?: number;
  timings?: Partial<Timings>;
}

function readEstate(asked: PlanArguments): Estate {
  const { agents, estate: file } = asked;
  if (file !== undefined) return readEstateFile(file, asked);
  const { sites, counted } = readSites(asked.sites ?? 'hq', capacityOf(asked) ?? DOCUMENTED_AGENT);
  if (agents === undefined) return { sites, given: counted, inactive: 0 };
  if (counted) {
    const sentence = 'expected --agents or a number for each site of --sites, got both';
    throw new LabError('USAGE_PLAN', sentence);
  }
  const most = LIMITS.agentsMax.value;
  if (agents < 1 || agents > most) {
    throw new LabError('USAGE_PLAN', `--agents: expected 1 to ${most}, got ${agents}`);
  }
  return { sites: dealAgents(sites, agents), given: true, inactive: 0 };
}

function readEstateFile(file: string, asked: PlanArguments): Estate {
  const { description } = readWholeEstate(file);
  const { sites = [], timings, capacity }: LabOptions = estateOptions(description);
  const usual = capacityOf(asked) ?? capacity ?? DOCUMENTED_AGENT;
  const { signInsPerSecond } = description;
  if (!sites.some(({ agents }) => agents.length > 0)) {
    throw new LabError('ESTATE_INVALID', `${file}: expected agents to plan with, got none`);
  }
  return {
    sites: sites
      .filter((site) => site.agents.length > 0)
      .map((site) => siteOf(site, usual, timingsWith(timings))),
    given: true,
    inactive: description.sites.reduce((sum, { inactive = [] }) => sum + inactive.length, 0),
    ...(signInsPerSecond !== undefined && { peakPerSecond: signInsPerSecond }),
    ...(timings && { timings }),
  };
}

function siteOf(
  { name, agents, controllerLatencyMs }: Site,
  capacity: AgentCapacity | 'host',
  { lanLatencyMs }: Timings,
): PlannedSite {
  const latencyMs = controllerLatencyMs ?? lanLatencyMs;
  return { name, agents, controllerLatencyMs: latencyMs, capacity };
}

function readDemand(asked: PlanArguments, ofEstate: number | undefined): Demand {
  const { peak, users, logonsPerHour, peakFactor } = asked;
  if (users !== undefined) {
    if (users === 0) throw new LabError('USAGE_PLAN', '--users: expected 1 or more, got 0');
    const hour = { users, logonsPerHour, peakFactor };
    return { peakPerSecond: morningOf(hour).perSecond * peakFactor, hour };
  }
  const peakPerSecond = peak ?? ofEstate;
  if (peakPerSecond !== undefined) return { peakPerSecond: belowMost(peakPerSecond) };
  const sentence =
    'expected --peak 900/s, --users with --logons-per-hour, or an estate file with ' +
    'signInsPerSecond, got none of them';
  throw new LabError('USAGE_PLAN', sentence);
}

/** More than this many a second no tenant's agents could do, and simulating it would take long. */
const PEAK_MAX = 100_000;

function belowMost(perSecond: number): number {
  if (perSecond <= PEAK_MAX) return perSecond;
  throw new LabError('USAGE_PLAN', `--peak: expected at most ${PEAK_MAX}/s, got ${perSecond}/s`);
}

function readLoss({ tolerateLoss }: PlanArguments): number {
  const most = LIMITS.agentsMax.value - 1;
  if (tolerateLoss <= most) return tolerateLoss;
  throw new LabError('USAGE_PLAN', `--tolerate-loss: expected 0 to ${most}, got ${tolerateLoss}`);
}

function capacityOf({ capacity }: PlanArguments): AgentCapacity | undefined {
  if (capacity !== 'host') return capacity;
  const sentence =
    '--capacity: expected that of a server, got "host", whose speed a plan cannot know; use --calibrate';
  throw new LabError('USAGE_CAPACITY', sentence);
}

/** It starts from the agents that were measured, unless somebody says what they were. */
function calibrated(options: PlanOptions, file: string, asked: AgentCapacity | undefined) {
  const result = readLoadResult(file);
  const { capacity: measured } = result.restsOn;
  const modelled = typeof measured === 'string' ? options.sites[0]?.capacity : measured;
  const capacity = asked ?? modelled ?? DOCUMENTED_AGENT;
  const { timings, cloudTripMs, seed } = options;
  const calibration = calibrate({
    ...{ result, timings, cloudTripMs, seed },
    capacity: capacity === 'host' ? DOCUMENTED_AGENT : capacity,
    roundTripMs: result.restsOn.mode === 'virtual' ? 2 * TIMINGS.lanLatencyMs.value : 0,
  });
  const sites = options.sites.map((site) => ({ ...site, capacity: calibration.capacity }));
  return { options: { ...options, sites, restMs: calibration.restMs }, calibration };
}
