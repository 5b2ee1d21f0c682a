/** What the documents say to do about what a plan shows; nothing that they do not say. */
import { CAPACITY } from '../../protocol/capacity.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { formatRate } from '../../runtime/quantities.ts';
import type { Plan } from './plan.ts';

export function adviseOn(plan: Omit<Plan, 'advice'>): string[] {
  return [...ceiling(plan), ...farSites(plan), ...unevenChoice(plan)];
}

/** At nine tenths of the ceiling there is little left to grow into. */
const NEAR_CEILING = 0.9;

function ceiling({ needed }: Omit<Plan, 'advice'>): string[] {
  const most = LIMITS.agentsMax.value;
  if (needed.agents !== undefined && needed.agents < most * NEAR_CEILING) return [];
  const [from, to] = [CAPACITY.bandFromPerSecond.value, CAPACITY.bandToPerSecond.value];
  return [
    `A tenant may have ${most} agents, which by the documented band carry ` +
      `${formatRate(most * from)} to ${formatRate(most * to)} together (ED-QS); no document names ` +
      'a way to have more.',
    'Password hash synchronization validates passwords in the cloud and needs no agents; the ' +
      'switch is made by hand and for a whole tenant’s method, not by itself when agents are full ' +
      '(ED-FAQ, ED-LIM).',
  ];
}

function farSites({ sites }: Omit<Plan, 'advice'>): string[] {
  const near = LIMITS.controllerNearMs.value;
  return sites
    .filter(({ controllerLatencyMs }) => controllerLatencyMs > near)
    .map(
      ({ name, addedMs, limit }) =>
        `Move the agents of ${name} close to domain controllers (ED-FAQ): the way there adds ` +
        `${Math.round(addedMs)} ms to each sign-in that random choice sends to them` +
        `${limit === 'slots' ? ', and waiting for it limits how many they can do' : ''}.`,
    );
}

/** A share of seconds from which on it will be seen. */
const OFTEN = 0.01;

function unevenChoice({ states }: Omit<Plan, 'advice'>): string[] {
  const often = states[0]?.seen.secondsAnyOver ?? 0;
  if (often < OFTEN || often >= 1) return [];
  return [
    'The cloud chooses agents at random and balances nothing (ED-FAQ): expect agents that are ' +
      'full for moments while others are not.',
  ];
}
