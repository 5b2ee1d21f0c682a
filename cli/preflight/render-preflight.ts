/**
 * What preflight saw, for a person at an agent's server: one line per name, the rest in words, the
 * verdict last, where it is still on the screen.
 */
import type { PreflightObservation, Reach } from '../../probes/observations.ts';
import { describeObstacle } from '../../probes/reach/broken-links.ts';
import { paint } from '../summary.ts';
import { renderTable } from '../table.ts';
import type { Looked } from './look-from-here.ts';

export function renderPreflight({ judgement, observation }: Looked): string {
  const { verdict, summary } = judgement;
  const end = `\npreflight: ${paint(verdict)}, ${summary}\n`;
  return observation === null ? end : `${renderSeen(observation)}${end}`;
}

function renderSeen(observation: PreflightObservation): string {
  const { reaches, controllers } = observation;
  const rows = [...withoutLegacy(reaches), ...controllers.reaches].map(rowOf);
  const sentences = [
    ...legacy(reaches),
    ...describeProxy(observation),
    ...describeClocks(observation),
    ...describeSrv(observation),
  ];
  return `${renderTable(rows)}${sentences.map((sentence) => `${sentence}\n`).join('')}`;
}

function withoutLegacy(reaches: readonly Reach[]): readonly Reach[] {
  return reaches.filter(({ purpose }) => purpose !== 'legacy');
}

function rowOf(reach: Reach): readonly string[] {
  const { purpose, host, port, phaseMs } = reach;
  const took = Object.values(phaseMs).reduce((sum, ms) => sum + ms, 0);
  return [purpose, `${host}:${port}`, wordOf(reach), `${Math.round(took)} ms`];
}

function wordOf(reach: Reach): string {
  const { outcome } = reach;
  const word = describeObstacle(reach);
  if (word !== null) return word;
  if (!outcome.ok) return 'not reached';
  if (outcome.tls !== null) return `${outcome.tls.version}, ${outcome.tls.issuer}`;
  return outcome.status === undefined ? 'open' : `answers ${outcome.status}`;
}

/** Many ports, one line. */
function legacy(reaches: readonly Reach[]): readonly string[] {
  const old = reaches.filter(({ purpose }) => purpose === 'legacy');
  if (old.length === 0) return [];
  const open = old.filter(({ outcome }) => outcome.ok).length;
  return [`Ports of the preview agent: ${open} of ${old.length} open; no newer agent needs them.`];
}

function describeProxy({ proxy }: PreflightObservation): readonly string[] {
  const { setting, problem, direct, wpad } = proxy;
  const way = direct && (direct.ok ? 'there is a way past it' : 'there is no way past it');
  return [
    `Proxy: ${[setting, problem, way].filter(Boolean).join(', ')}.`,
    ...(wpad === 'not-found' ? ['WPAD’s name is not there (DHCP was not asked).'] : []),
  ];
}

function describeClocks({ clockOffsetMs }: PreflightObservation): readonly string[] {
  const told = Object.entries(clockOffsetMs).flatMap(([whose, ms]) =>
    ms === null ? [] : [`${(ms / 1000).toFixed(1)} s against the ${whose}`],
  );
  return told.length === 0 ? [] : [`This machine’s clock: ${told.join(', ')}.`];
}

function describeSrv({ controllers: { srv } }: PreflightObservation): readonly string[] {
  if (!srv.ok) return [`SRV record: ${srv.failure}.`];
  return srv.hosts.length === 0 ? [] : [`SRV record: ${srv.hosts.join(', ')}.`];
}
