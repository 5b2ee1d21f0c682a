/**
 * The journal of a rehearsal: everything in lab time and nothing of the host, in one fixed order of
 * keys, because the same seed must give the same bytes.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Lab } from '../lab/lab.ts';
import type { TimelineEntry } from '../lab/timeline.ts';
import { assumedTimings } from '../protocol/timings.ts';
import { isoTime } from './iso-time.ts';
import { JOURNAL_SCHEMA, type Journal } from './journal.ts';
import { summarisePhases } from './phases.ts';
import type { Rehearsal } from './rehearse.ts';
import type { Scenario } from './scenario.ts';
import { decideVerdict } from './verdict.ts';

export function composeJournal(lab: Lab, scenario: Scenario, kept: Rehearsal): Journal {
  const endMs = lab.clock.nowMs();
  const timeline = sortTimeline(lab.timeline.entries);
  const agents = lab.sites.flatMap((site) => site.agents);
  const { id, title, description } = scenario;
  return {
    $schema: JOURNAL_SCHEMA,
    ...decideVerdict(kept),
    experiment: { id, title, description },
    start: isoTime(kept.startMs),
    end: isoTime(endMs),
    duration: (endMs - kept.startMs) / 1000,
    restedOn: {
      mode: lab.mode,
      seed: lab.seed,
      crypto: lab.cryptoKind,
      product: productName(),
      assumed: assumedTimings(lab.timings),
    },
    steady_states: { before: kept.before, after: kept.after },
    run: kept.run,
    rollbacks: kept.rollbacks,
    phases: summarisePhases(timeline, agents, endMs),
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

/**
 * By time; what was found late (a phase) goes where it belongs, and equal times keep their order.
 */
function sortTimeline(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return [...entries].sort((a, b) => a.atMs - b.atMs);
}

/** `pta-lab 0.1.0`. */
export function productName(): string {
  const file = path.join(import.meta.dirname, '..', 'package.json');
  const product: { name: string; version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return `${product.name} ${product.version}`;
}
