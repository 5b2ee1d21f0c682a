/**
 * The journal of a rehearsal: everything in lab time and nothing of the host, in one fixed order of
 * keys, because the same seed must give the same bytes.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Lab } from '../../lab/lab.ts';
import type { TimelineEntry } from '../../lab/timeline.ts';
import { renderCapacity } from '../../protocol/capacity-notation.ts';
import { assumedTimings } from '../../protocol/timings.ts';
import { summarisePhases } from '../judge/phases.ts';
import { decideVerdict } from '../judge/verdict.ts';
import type { Violation } from '../proof/check-history.ts';
import type { Rehearsal } from '../run/rehearse.ts';
import type { Scenario } from '../scenario.ts';
import { isoTime } from './iso-time.ts';
import { JOURNAL_SCHEMA, type Journal } from './journal.ts';

export function composeJournal(
  lab: Lab,
  scenario: Scenario,
  kept: Rehearsal,
  violations: readonly Violation[] = [],
): Journal {
  const endMs = lab.clock.nowMs();
  // Before anything here reads them.
  const used = lab.usedTimings();
  const timeline = sortTimeline(lab.timeline.entries);
  const agents = lab.sites.flatMap((site) => site.agents);
  const { id, title, description } = scenario;
  return {
    $schema: JOURNAL_SCHEMA,
    ...decideVerdict(kept, violations),
    experiment: { id, title, description },
    start: isoTime(kept.startMs),
    end: isoTime(endMs),
    duration: (endMs - kept.startMs) / 1000,
    restedOn: {
      mode: lab.mode,
      seed: lab.seed,
      crypto: lab.cryptoKind,
      ...capacityOf(lab),
      product: productName(),
      assumed: assumedTimings(lab.timings).filter(({ name }) => used.has(name)),
    },
    steady_states: { before: kept.before, during: kept.during, after: kept.after },
    run: kept.run,
    rollbacks: kept.rollbacks,
    phases: summarisePhases(timeline, agents, endMs),
    violations: violations.map(({ atMs, ...rest }) => ({ at: isoTime(atMs), ...rest })),
    lostInFlight: countLost(timeline),
    variables: scenario.variables,
    estate: {
      tenant: lab.tenantName,
      sites: lab.sites.map((site) => ({
        name: site.name,
        agents: [...site.agents],
        controllers: [...site.controllers],
      })),
    },
    timeline,
  };
}

/** What all servers have, and then those that differ. */
function capacityOf({ capacity, sites }: Lab): { capacity?: string } {
  const own = sites.flatMap(({ servers = {} }) =>
    Object.entries(servers).flatMap(([agent, server]) =>
      server.capacity ? [`${agent}: ${renderCapacity(server.capacity)}`] : [],
    ),
  );
  if (capacity === 'host' && own.length === 0) return {};
  return { capacity: [renderCapacity(capacity), ...own].join('; ') };
}

function countLost(timeline: readonly TimelineEntry[]): Record<string, number> {
  const lost: Record<string, number> = {};
  for (const entry of timeline) {
    if (entry.kind !== 'sign-in' || entry.handedTo === undefined) continue;
    lost[entry.handedTo] = (lost[entry.handedTo] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(lost).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * By time; what was found late (a phase) goes where it belongs, and equal times keep their order.
 */
function sortTimeline(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return [...entries].sort((a, b) => a.atMs - b.atMs);
}

/** `pta-lab 0.1.0`. */
export function productName(): string {
  const file = path.join(import.meta.dirname, '../../package.json');
  const product: { name: string; version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return `${product.name} ${product.version}`;
}
