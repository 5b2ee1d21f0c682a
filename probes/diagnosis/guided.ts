/**
 * The documented order of looking for a failure (SEED-C, ED-TS), with what was seen at each step:
 * cloud status, 443, events, restart, upgrade. It goes on where a step says that all is well, and
 * does not decide: for that there is `diagnose`.
 */
import { isOlder, LATEST_AGENT_VERSION } from '../../protocol/agent-versions.ts';
import { EVENTS, eventRow, SERVICES } from '../../protocol/events.ts';
import type { SourceId } from '../../protocol/sources.ts';
import type { Sighting } from './diagnosis.ts';
import { describeReach } from './path-signs.ts';
import { readSigns, type ServerSigns, type Signs } from './signs.ts';

export interface GuidedStep {
  title: string;
  /** `not-seen`: no probe looked; the step says how to. */
  state: 'well' | 'broken' | 'not-seen';
  saw: readonly string[];
  /** What to do at this step. */
  advice: string;
  sources: readonly SourceId[];
}

export function guide(sightings: readonly Sighting[]): readonly GuidedStep[] {
  const signs = readSigns(sightings);
  return [lookAtCloud, lookAt443, lookAtEvents, restart, upgrade].map((step) => step(signs));
}

type Seen = Pick<GuidedStep, 'state' | 'saw'>;

function seen(looked: boolean, broken: readonly string[], well: readonly string[]): Seen {
  if (!looked) return { state: 'not-seen', saw: [] };
  return broken.length > 0 ? { state: 'broken', saw: broken } : { state: 'well', saw: well };
}

function lookAtCloud({ agents }: Signs): GuidedStep {
  const listed = agents?.agents;
  const all = listed?.map(({ machineName, status }) => `${machineName} is ${status}`) ?? [];
  const inactive = listed?.filter(({ status }) => !/^active$/i.test(status)) ?? [];
  const broken = listed?.length === 0 ? ['no agent is listed'] : inactive.length > 0 ? all : [];
  return {
    title: '1. Status in the cloud',
    ...seen(listed !== undefined && listed !== null, broken, all),
    advice:
      'Entra admin center, Microsoft Entra Connect, pass-through authentication. Inactive means no ' +
      'sign of life for two hours. Active and failing is a hint at Active Directory or DNS, and ' +
      'only a hint: 443 blocked within the last two hours, a blocked *.servicebus.windows.net and ' +
      'a lost key look the same.',
    sources: ['SEED-C', 'ED-TS'],
  };
}

function lookAt443({ servers }: Signs): GuidedStep {
  const looked = servers.filter(({ path }) => path !== null);
  const broken = looked.flatMap(({ name, path }) =>
    (path?.cloud ?? [])
      .filter(({ obstacle }) => obstacle !== null)
      .slice(0, 2)
      .map(({ reach }) => `from ${name}: ${describeReach(reach)}`),
  );
  const well = looked.map(({ name, path }) => `${name} reaches ${path?.cloud.length} names on 443`);
  return {
    title: '2. Outbound 443',
    ...seen(looked.length > 0, broken, well),
    advice:
      'On each agent server: *.msappproxy.net and *.servicebus.windows.net on 443, past every TLS ' +
      'inspection and every proxy that asks for credentials (pta-lab probe preflight).',
    sources: ['SEED-C', 'ED-QS'],
  };
}

function lookAtEvents({ servers }: Signs): GuidedStep {
  const looked = servers.filter(({ events }) => events !== null);
  return {
    title: '3. Events of the agent',
    ...seen(looked.length > 0, looked.flatMap(errorsOf), [
      'no errors lately; silence proves nothing, because an agent that hangs writes nothing',
    ]),
    advice:
      `Event Viewer, AuthenticationAgent, Admin: ${EVENTS.controllerUnreachable.id} leads to the ` +
      `controllers and their DNS, ${EVENTS.cloudUnreachable.id} to firewall, proxy or certificate.`,
    sources: ['SEED-C', 'ED-TS'],
  };
}

function errorsOf({ name, events }: ServerSigns): readonly string[] {
  const ids = new Set(events?.flatMap(({ id, level }) => (level === 'error' ? id : [])));
  return [...ids].map((id) => {
    const row = eventRow(id);
    const own = row?.basis === 'assumed' ? ' (the lab’s own id)' : '';
    return `${name} logged ${id}: ${row?.title ?? 'an id that no source names'}${own}`;
  });
}

function restart({ servers }: Signs): GuidedStep {
  const looked = servers.filter(({ host }) => host !== null);
  const broken = looked.flatMap(({ name, host }) => {
    if (host?.agentService !== 'running') return `${name}: the service is ${host?.agentService}`;
    return host.isResponding === false ? `${name}: the service runs and reacts to nothing` : [];
  });
  return {
    title: '4. Restart of the service',
    ...seen(
      looked.length > 0,
      broken,
      looked.map(({ name }) => `${name}: the service runs`),
    ),
    advice:
      `Restart-Service ${SERVICES.agent.name} -Force, then wait five minutes and look at step 1 ` +
      'again. One server after the other, so that the others go on answering.',
    sources: ['SEED-C'],
  };
}

function upgrade({ servers }: Signs): GuidedStep {
  const looked = servers.filter(({ host }) => host?.agentVersion !== undefined);
  const say = ({ name, host }: ServerSigns) => `${name} runs ${host?.agentVersion}`;
  const old = looked.filter(({ host }) => isOlder(host?.agentVersion ?? '', LATEST_AGENT_VERSION));
  return {
    title: '5. Upgrade in place',
    ...seen(looked.length > 0, old.map(say), looked.map(say)),
    advice:
      'Where the way is free and a restart did not help: run the current installer over the agent ' +
      '(on a Connect server upgrade Connect first). It keeps its identity.',
    sources: ['SEED-C', 'ED-UPG', 'ED-VER'],
  };
}
