/**
 * What one Authentication Agent carries, as documented, and the model of such a server that the lab
 * runs: cores that work, slots that wait for a controller. The model is ours; only the band, the
 * server's size and the payload formula are Microsoft's.
 *
 *     arrives ─▶ waits, in order, ─▶ core: service time ─▶ controller: trips ─▶ answer
 *                for slot and core   └──────────────── slot ────────────────┘
 */
import type { Sourced } from './sources.ts';

/** Shapes of the model: an agent's server, as far as its capacity goes. */
export interface AgentCapacity {
  /** Validations that are worked on at the same time. */
  cores: number;
  /** Mean time of one validation on one core, ms: decrypting, logging on, answering. */
  serviceMs: number;
  /** Coefficient of variation of that time: 0 always the same, 1 as an exponential distribution. */
  spread: number;
  /** Validations begun and not yet answered, those that wait for a controller among them. */
  slots: number;
  /**
   * Round trips to the controller in one validation, each as long as the site's latency makes it.
   */
  controllerTrips: number;
}

const rows = {
  bandFromPerSecond: {
    value: 300,
    basis: 'documented',
    sources: ['ED-QS'],
    note: 'Lower end of the authentications a second that one agent carries on 4 cores and 16 GB.',
  },
  bandToPerSecond: {
    value: 400,
    basis: 'documented',
    sources: ['ED-QS'],
    note: 'Upper end of the same.',
  },
  cores: {
    value: 4,
    basis: 'documented',
    sources: ['ED-QS'],
    note: 'Cores of the server for which the band is documented.',
  },
  serviceMs: {
    value: 11.4,
    basis: 'assumed',
    sources: ['lab', 'ED-QS'],
    note:
      'Mean time of one validation on one core: no document gives it. With it four cores end at ' +
      '351/s, the middle of the documented band.',
  },
  spread: {
    value: 0.5,
    basis: 'assumed',
    sources: ['lab'],
    note:
      'Coefficient of variation of that time: between work that always takes the same (0) and ' +
      'work of any length (1). It decides how long queues get below the knee, not where the knee is.',
  },
  slots: {
    value: 64,
    basis: 'assumed',
    sources: ['lab', 'WIN-MCA'],
    note:
      'Validations at a time: not published. Enough never to matter near the controllers, and a limit ' +
      'far from them. Where logons go over Netlogon, MaxConcurrentApi allows far fewer calls at ' +
      'once: model that with fewer slots.',
  },
  controllerTrips: {
    value: 3,
    basis: 'assumed',
    sources: ['lab', 'MS-AUTHSOD'],
    note:
      'Round trips to the controller of one logon: two for the ticket (the first learns how to ' +
      'pre-authenticate) and one for the computer, as Windows does for an interactive logon; the ' +
      'documents say only that agents call LogonUser.',
  },
  requestBytesFixed: {
    value: 512,
    basis: 'documented',
    sources: ['ED-QS'],
    note: 'Payload of one request before any agent: 0.5K.',
  },
  requestBytesPerAgent: {
    value: 1024,
    basis: 'documented',
    sources: ['ED-QS'],
    note: 'Payload that each registered agent adds to every request: 1K.',
  },
  responseBytes: {
    value: 1024,
    basis: 'documented',
    sources: ['ED-QS'],
    note: 'Payload of one response: 1K.',
  },
} as const satisfies Readonly<Record<string, Sourced<number>>>;

export const CAPACITY: Readonly<Record<keyof typeof rows, Sourced<number>>> = rows;

/** Documented payload of one request to an agent, with so many agents registered. */
export function requestBytes(registered: number): number {
  return CAPACITY.requestBytesFixed.value + CAPACITY.requestBytesPerAgent.value * registered;
}

/** Documented payload of one response. */
export function responseBytes(): number {
  return CAPACITY.responseBytes.value;
}

/** The server of the documented band: four cores that end at 351/s close to the controllers. */
export const DOCUMENTED_AGENT: AgentCapacity = {
  cores: CAPACITY.cores.value,
  serviceMs: CAPACITY.serviceMs.value,
  spread: CAPACITY.spread.value,
  slots: CAPACITY.slots.value,
  controllerTrips: CAPACITY.controllerTrips.value,
};

export function isDocumented(capacity: AgentCapacity): boolean {
  const names = Object.keys(DOCUMENTED_AGENT) as (keyof AgentCapacity)[];
  return names.every((name) => capacity[name] === DOCUMENTED_AGENT[name]);
}

/**
 * Validations a second that it can do and no more: the cores' end or, where controllers are far,
 * the slots'. `roundTripMs` is there and back between the agent and its controller.
 */
export function saturationPerSecond(capacity: AgentCapacity, roundTripMs: number): number {
  const { cores, serviceMs, slots, controllerTrips } = capacity;
  const heldMs = serviceMs + controllerTrips * roundTripMs;
  return Math.min((cores * 1_000) / serviceMs, (slots * 1_000) / heldMs);
}
