/** How `pta-lab servers` shows a server and its event log; `--json` prints the same values. */
import type { WindowsEvent } from '../../agent/log/agent-log.ts';
import { renderEventXml } from '../../agent/log/render-event-xml.ts';
import type { ServerView } from '../../lab/control/servers.ts';
import type { ServerDescription } from '../../probes/probe-ports.ts';
import { renderTable } from '../table.ts';

export type EventFormat = 'text' | 'xml' | 'json';

export const EVENT_FORMATS: Readonly<
  Record<EventFormat, (events: readonly WindowsEvent[]) => string>
> = { text: renderEvents, xml: renderEventXml, json: (events) => `${JSON.stringify(events)}\n` };

export function renderServers(servers: readonly ServerView[]): string {
  const rows = servers.map(({ name, site, version = 'no agent', instanceId = '', ...server }) => {
    const { agent, updater } = server.services;
    const state = server.isUp ? `agent ${agent}, updater ${updater}` : 'down';
    return [name, site, version, state, instanceId];
  });
  return renderTable(rows);
}

/** Members that the machine does not have are left out. */
export function renderServer(server: ServerDescription): string {
  const { programs: _, certificate, connect, ...plain } = server;
  const rows = [
    ...Object.entries(plain).map(([name, value]) => [name, String(value)]),
    ...(certificate ? [['certificate', describeCertificate(certificate)]] : []),
    ...(connect
      ? [['connect', `${connect.version}, ${connect.role}${connect.isRunning ? '' : ', stopped'}`]]
      : []),
  ];
  return renderTable(rows);
}

function describeCertificate(certificate: NonNullable<ServerDescription['certificate']>): string {
  const { thumbprint, notAfterMs, hasPrivateKey } = certificate;
  const key = hasPrivateKey ? 'with its private key' : 'without a private key';
  return `${thumbprint}, until ${new Date(notAfterMs).toISOString()}, ${key}`;
}

export function renderPrograms({ programs }: Pick<ServerView, 'programs'>): string {
  if (programs.length === 0) return 'nothing of PTA is installed\n';
  return renderTable(programs.map(({ name, version = '' }) => [name, version]));
}

export function renderCounters(counters: Readonly<Record<string, number>>): string {
  return renderTable(Object.entries(counters).map(([name, value]) => [name, String(value)]));
}

function renderEvents(events: readonly WindowsEvent[]): string {
  if (events.length === 0) return 'the log is empty\n';
  const rows = events.map(({ atMs, level, id, message }) => {
    return [new Date(atMs).toISOString(), level, String(id), message];
  });
  return renderTable(rows);
}
