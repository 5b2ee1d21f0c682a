/** Every number a plan rests on, with how well it is founded: what a reader may doubt. */
import { type AgentCapacity, CAPACITY, DOCUMENTED_AGENT } from '../../protocol/capacity.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { TIMINGS, type TimingName } from '../../protocol/timings.ts';
import { formatDuration } from '../../runtime/duration.ts';
import { UTILISATION_MAX } from './assess.ts';
import type { Calibration } from './calibrate.ts';
import type { PlanNumber, PlanRestsOn } from './plan.ts';
import type { PlannedSite, PlanOptions } from './plan-options.ts';

export function restOn(options: PlanOptions, calibration?: Calibration): PlanRestsOn {
  const { seed, durationMs, p95WithinMs, skew, retryAfterMs, sites } = options;
  const capacities = distinct(sites);
  return {
    ...{ seed, durationMs, p95WithinMs, skew, capacities },
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(calibration && { calibration }),
    numbers: [
      ...capacities.flatMap((capacity) => capacityNumbers(capacity, calibration)),
      ...deadlineNumbers(options),
      ...ownNumbers(options),
    ],
  };
}

function distinct(sites: readonly PlannedSite[]): (AgentCapacity | 'host')[] {
  const all = sites.flatMap(({ capacity, capacities = {} }) => [
    capacity,
    ...Object.values(capacities),
  ]);
  const byText = new Map(all.map((capacity) => [JSON.stringify(capacity), capacity]));
  return [...byText.values()];
}

const PARTS = ['cores', 'serviceMs', 'spread', 'slots', 'controllerTrips'] as const;

function capacityNumbers(
  capacity: AgentCapacity | 'host',
  calibration?: Calibration,
): PlanNumber[] {
  if (capacity === 'host') {
    const note = 'Agents take no time of their own and never queue.';
    return [{ name: 'capacity', value: 'host', basis: 'given', note }];
  }
  return PARTS.map((name) => {
    const value = Number(capacity[name].toPrecision(4));
    if (calibration && capacity[name] !== calibration.from[name]) {
      return {
        name,
        value: String(value),
        basis: 'measured',
        note: 'From the calibrating load run.',
      };
    }
    if (capacity[name] !== DOCUMENTED_AGENT[name]) {
      return { name, value: String(value), basis: 'given', note: 'As asked for.' };
    }
    const { basis, note } = CAPACITY[name];
    return { name, value: String(value), basis, note };
  });
}

const DEADLINES: readonly (keyof PlanOptions['timings'] & TimingName)[] = [
  'signInDeadlineMs',
  'agentAnswerDeadlineMs',
  'controllerTimeoutMs',
];

function deadlineNumbers({ timings }: PlanOptions): PlanNumber[] {
  return DEADLINES.map((name) => {
    const { value: usual, basis, note } = TIMINGS[name];
    const value = formatDuration(timings[name]);
    return timings[name] === usual
      ? { name, value, basis, note }
      : { name, value, basis: 'given', note: 'As the estate file has it.' };
  });
}

function ownNumbers({ cloudTripMs, restMs, demand }: PlanOptions): PlanNumber[] {
  const full = Math.round(UTILISATION_MAX * 1_000) / 10;
  return [
    {
      ...{ name: 'fullest agent', value: `${full} %`, basis: 'assumed' },
      note: 'How full an agent may be planned: the lower end of the documented band over what the model can do.',
    },
    {
      ...{
        name: 'agents at least',
        value: String(LIMITS.agentsRecommended.value),
        basis: 'documented',
      },
      note: LIMITS.agentsRecommended.note,
    },
    {
      ...{ name: 'cloud and back', value: `${cloudTripMs} ms`, basis: 'assumed' },
      note: 'Between the cloud and an agent, there and back: twice the lab’s wanLatencyMs.',
    },
    ...(restMs > 0
      ? [
          {
            name: 'rest of a sign-in',
            value: `${restMs.toFixed(1)} ms`,
            basis: 'measured',
            note: 'Beside its validation.',
          } as const,
        ]
      : []),
    ...(demand.hour
      ? [
          {
            name: 'peak factor',
            value: String(demand.hour.peakFactor),
            basis: 'assumed',
            note: 'Highest rate of the busiest hour over its mean; one wave of a cosine.',
          } as const,
        ]
      : []),
  ];
}
