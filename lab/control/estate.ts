/** Control API: what the lab is, its faults, its clock, its timeline. */
import { LabError } from '../../runtime/lab-error.ts';
import type { Where } from '../faults/fault.ts';
import { FAULTS } from '../faults/index.ts';
import type { Lab } from '../lab.ts';
import { isMembers, type Members, queryCount } from './members.ts';
import type { ControlRoutes } from './route.ts';

export const ESTATE_ROUTES: ControlRoutes = {
  'GET /': (lab) => describeLab(lab),
  'GET /-/healthy': () => ({ healthy: true }),
  'GET /-/ready': () => ({ ready: true }),
  'GET /agents': (lab) => describeAgents(lab),
  'GET /faults': (lab) => lab.faults.list(),
  'POST /faults': (lab, { body }) => injectFault(lab, body),
  'DELETE /faults': (lab) => lab.faults.reset(),
  'DELETE /faults/:key': (lab, { params }) => lab.faults.off(params.key ?? ''),
  'GET /catalogue': () =>
    Object.values(FAULTS).map(({ id, title, cause }) => ({ id, title, cause })),
  'GET /clock': (lab) => ({ nowMs: lab.clock.nowMs() }),
  'POST /clock': (lab, { body }) => moveClock(lab, body),
  'GET /timeline': (lab, { query }) => lab.timeline.entries.slice(queryCount(query, 'from', 0)),
};

function describeLab(lab: Lab): unknown {
  const { mode, seed, tenantId, tenantName, sites, clientId, endpoints } = lab;
  return { mode, seed, tenantId, tenantName, sites, clientId, endpoints };
}

/** What the performance counters and the certificate store of each agent's server would show. */
function describeAgents({ agents }: Lab): unknown {
  return [...agents].map(([name, { agentId, counters, certificateEndsMs }]) => ({
    ...{ name, agentId, counters, certificateEndsMs },
  }));
}

async function injectFault(lab: Lab, body: Members): Promise<unknown> {
  const { id, where, parameters } = body;
  const places = isMembers(where) ? (where as Where) : {};
  const values = isMembers(parameters) ? (parameters as Record<string, string | number>) : {};
  return lab.faults.on(String(id), places, values);
}

/**
 * `{"advanceMs": 600000}`: the lab's clock goes forward step by step, and the answer comes when it
 * is there.
 */
async function moveClock(lab: Lab, { advanceMs }: Members): Promise<unknown> {
  if (typeof advanceMs !== 'number' || !(advanceMs > 0)) {
    const got = JSON.stringify(advanceMs);
    throw new LabError('CLOCK_STEP', `Expected advanceMs as a number of milliseconds, got ${got}.`);
  }
  await lab.advance(advanceMs);
  return { nowMs: lab.clock.nowMs() };
}
