/**
 * What an administrator finds who looks at a running estate with the mistakes of the documents in
 * mind: the list of agents, Programs and Features of each server, Connect, the tenant. Most of it
 * shows nothing to users until something else happens, which is why somebody has to look. What is
 * risky in an estate as it was written down is for `estate-file/lint/`.
 */
import { isPreview, PROGRAMS } from '../protocol/agent-versions.ts';
import type { Lab } from './lab.ts';
import { isAheadOfConnect, synchronises } from './premises/connect-servers.ts';
import { breakGlassAccounts } from './tenant/administer.ts';

export type FindingId =
  | 'no-active-agent'
  | 'agents-below-n-plus-1'
  | 'preview-agent'
  | 'updater-left-behind'
  | 'agents-without-pta'
  | 'agents-before-connect'
  | 'no-break-glass'
  | 'sync-not-run'
  | 'connect-down'
  | 'ad-fs-retired-early';

export interface Finding {
  id: FindingId;
  /** What was seen, with names. */
  text: string;
}

export type Inspected = Pick<
  Lab,
  'clock' | 'connectServers' | 'entra' | 'servers' | 'sync' | 'timings'
>;

export function inspectEstate(lab: Inspected): readonly Finding[] {
  return LOOKS.flatMap((look) => look(lab));
}

type Look = (lab: Inspected) => readonly Finding[];

function find(id: FindingId, names: readonly string[], text: string): readonly Finding[] {
  return names.length > 0 ? [{ id, text: `${text}: ${names.join(', ')}` }] : [];
}

/** PTA needs one agent to answer, and a second for the day on which that one does not (ED-QS). */
function countAgents({ entra }: Inspected): readonly Finding[] {
  if (!entra.cloud.settings().passThroughAuthentication) return [];
  const active = entra.agents().filter(({ status }) => status === 'Active');
  if (active.length === 0) {
    return [
      { id: 'no-active-agent', text: 'Pass-through Authentication is on, and no agent is Active' },
    ];
  }
  const [only, second] = active;
  const text = 'Only one agent is Active, and nothing takes over from it';
  return second ? [] : find('agents-below-n-plus-1', [only?.machineName ?? ''], text);
}

/** Nobody uses them any more, and the list says Active: each has to be removed by hand (ED-FAQ). */
function findUselessAgents({ entra, servers }: Inspected): readonly Finding[] {
  if (entra.cloud.settings().passThroughAuthentication) return [];
  const left = [...servers.values()].filter(({ version }) => version !== undefined);
  const names = left.map(({ name }) => name);
  return find('agents-without-pta', names, 'Pass-through Authentication is off, agents are left');
}

/**
 * Programs and Features shows a preview agent under the connector's name: that entry alone suggests
 * one, beside an agent it is a connector and normal (SEED-A, ED-FAQ). Agents say theirs as well.
 */
function findPreviews({ entra, servers }: Inspected): readonly Finding[] {
  const shown = [...servers.values()].filter(({ programs }) => {
    const names = programs.map(({ name }) => name);
    return names.includes(PROGRAMS.previewAgent) && !names.includes(PROGRAMS.agent);
  });
  const told = entra.cloud.registry.listed().filter(({ version }) => isPreview(version));
  const names = new Set([
    ...shown.map(({ name }) => name),
    ...told.map(({ machineName }) => machineName),
  ]);
  return find('preview-agent', [...names], 'What is installed seems to be a preview agent');
}

function findUpdaters({ servers }: Inspected): readonly Finding[] {
  const left = [...servers.values()].filter(
    ({ version, services }) => version === undefined && services.updater !== 'absent',
  );
  const text = 'The Agent Updater is there without an agent';
  return find(
    'updater-left-behind',
    left.map(({ name }) => name),
    text,
  );
}

function compareWithConnect({ connectServers, servers }: Inspected): readonly Finding[] {
  const ahead = connectServers
    .list()
    .filter((server) => isAheadOfConnect(servers.get(server.name)?.version, server));
  const names = ahead.map(({ name, version }) => `${name} (Connect ${version})`);
  return find('agents-before-connect', names, 'The agent is the latest and Connect is not');
}

function findBreakGlass(lab: Inspected): readonly Finding[] {
  if (breakGlassAccounts(lab).length > 0) return [];
  return [{ id: 'no-break-glass', text: 'There is no cloud-only Global Administrator' }];
}

function lookAtConnect({ connectServers, sync, clock, timings }: Inspected): readonly Finding[] {
  const servers = connectServers.list();
  const text = 'No primary Connect server runs: nothing is synchronised';
  const down: Finding[] = synchronises(servers) ? [] : [{ id: 'connect-down', text }];
  const waitingMs = clock.nowMs() - (sync.waitingSinceMs() ?? clock.nowMs());
  if (waitingMs <= timings.deltaSyncIntervalMs) return down;
  const minutes = Math.round(waitingMs / 60_000);
  const cycle = timings.deltaSyncIntervalMs / 60_000;
  return [
    ...down,
    {
      id: 'sync-not-run',
      text: `A change has waited ${minutes} minutes for a cycle; one comes every ${cycle}`,
    },
  ];
}

/** Clients remember for hours where their users sign in (ED-QS). */
function lookAtAdFs({ entra, timings }: Inspected): readonly Finding[] {
  const { adFsRetiredMs, domains = [] } = entra.cloud.settings();
  if (adFsRetiredMs === undefined) return [];
  const early = domains.filter(
    (domain) =>
      domain.kind === 'managed' &&
      domain.convertedMs !== undefined &&
      adFsRetiredMs < domain.convertedMs + timings.federationCutOverMs,
  );
  const names = early.map(({ name }) => name);
  return find(
    'ad-fs-retired-early',
    names,
    `AD FS went within ${timings.federationCutOverMs / 3_600_000} hours of the conversion`,
  );
}

const LOOKS: readonly Look[] = [
  countAgents,
  findUselessAgents,
  findPreviews,
  findUpdaters,
  compareWithConnect,
  findBreakGlass,
  lookAtConnect,
  lookAtAdFs,
];
