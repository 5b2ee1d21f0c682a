/** Control API: what the lab is, its faults, its clock, its timeline. */
import { LabError } from '../../runtime/lab-error.ts';
import type { ParameterValues, Where } from '../faults/fault.ts';
import { FAULTS } from '../faults/index.ts';
import type { Lab } from '../lab.ts';
import {
  isMembers,
  knowOnly,
  type Members,
  optionalCount,
  optionalText,
  queryCount,
  readText,
  wrong,
} from './members.ts';
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
    Object.values(FAULTS).map(({ id, title, family, cause, where, parameters }) => {
      return { id, title, family, cause, where, parameters };
    }),
  'GET /clock': (lab) => ({ nowMs: lab.clock.nowMs() }),
  'POST /clock': (lab, { body }) => moveClock(lab, body),
  'POST /clock/followers': (lab, { body }) => followClock(lab, body),
  'GET /timeline': (lab, { query }) => lab.timeline.entries.slice(queryCount(query, 'from', 0)),
};

function describeLab(lab: Lab): unknown {
  const { mode, seed, tenantId, tenantName, sites, clientId, endpoints, cryptoKind: crypto } = lab;
  return { mode, seed, crypto, tenantId, tenantName, sites, clientId, endpoints };
}

/** What the performance counters and the certificate store of each agent's server would show. */
function describeAgents({ agents }: Lab): unknown {
  return [...agents].map(([name, agent]) => {
    const { agentId, counters, certificateEndsMs } = agent;
    return { name, agentId, counters, certificateEndsMs, load: agent.load() };
  });
}

async function injectFault(lab: Lab, body: Members): Promise<unknown> {
  knowOnly(body, ['id', 'where', 'parameters', 'forMs', 'seed']);
  const forMs = optionalCount(body, 'forMs', 1);
  const seed = optionalText(body, 'seed');
  return lab.faults.on(readText(body, 'id'), readWhere(body), readParameters(body), {
    ...(forMs !== undefined && { forMs }),
    ...(seed !== undefined && { seed }),
  });
}

/** A place that is misread as none would put a fault, or a change, everywhere. */
export function readWhere({ where = {} }: Members): Where {
  if (!isMembers(where)) throw wrong('where', 'an object of lists of names', where);
  for (const [kind, names] of Object.entries(where)) {
    const isList = Array.isArray(names) && names.every((name) => typeof name === 'string');
    if (!isList) throw wrong(`where.${kind.slice(0, 40)}`, 'a list of names', names);
  }
  return where;
}

export function readParameters({ parameters = {} }: Members): ParameterValues {
  if (!isMembers(parameters)) throw wrong('parameters', 'an object of values', parameters);
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'string' || typeof value === 'number') continue;
    throw wrong(`parameters.${name.slice(0, 40)}`, 'a text or a number', value);
  }
  return parameters as ParameterValues;
}

/** Stepping over more would keep the lab busy for hours. */
const ADVANCE_MS_MAX = 366 * 86_400_000;

/**
 * `{"advanceMs": 600000}`: the lab's clock goes forward step by step, and the answer comes when it
 * is there.
 */
async function moveClock(lab: Lab, body: Members): Promise<unknown> {
  knowOnly(body, ['advanceMs']);
  const { advanceMs } = body;
  if (typeof advanceMs !== 'number' || !(advanceMs > 0 && advanceMs <= ADVANCE_MS_MAX)) {
    const expected = `a number of milliseconds, up to ${ADVANCE_MS_MAX} (366 days)`;
    const got = JSON.stringify(advanceMs);
    throw new LabError('CLOCK_STEP', `Expected advanceMs as ${expected}, got ${got}.`);
  }
  await lab.advance(advanceMs);
  return { nowMs: lab.clock.nowMs() };
}

/** Held open until there is something to tell. */
async function followClock({ followers, clock }: Lab, body: Members): Promise<unknown> {
  knowOnly(body, ['name', 'atMs']);
  const atMs = optionalCount(body, 'atMs') ?? 0;
  return { untilMs: await followers.report(readText(body, 'name'), atMs, clock.nowMs()) };
}
