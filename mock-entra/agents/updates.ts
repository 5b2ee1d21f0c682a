/**
 * Which version agents are told to install by themselves: the newest that was released for it, one
 * agent at a time, and the next one only when the last one has come back with it. Only major
 * versions are pushed (ED-FAQ); which those are, the release says.
 */
import { AGENT_VERSIONS, isOlder } from '../../protocol/agent-versions.ts';
import { XML_NAMESPACES } from '../../protocol/messages.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Clock, HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { renderRefusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { refuseCaller } from './agent-certificate.ts';
import type { Agent } from './agent-registry.ts';
import { createTurns } from './turns.ts';
import { parseXml, renderXml, textOf } from './xml.ts';

export interface Release {
  version: string;
  /** Pushed to servers; others have to be downloaded. */
  pushed: boolean;
}

export interface Updates {
  readonly releases: readonly Release[];
  /** Default of `pushed`: as `protocol/agent-versions.ts` has it; true for a version it lacks. */
  release(version: string, options?: { pushed?: boolean }): void;
  /** No release any more: as it was at the start. */
  withdraw(version: string): void;
  /** What this agent is to install now. */
  ask(agentId: string, version: string): string | undefined;
  /** It runs that version. */
  seen(agentId: string, version: string): void;
}

export function createUpdates(clock: Clock, timings: Pick<Timings, 'updateTurnMs'>): Updates {
  const releases: Release[] = [];
  const turns = createTurns(clock, timings.updateTurnMs);
  const newest = () =>
    releases
      .filter(({ pushed }) => pushed)
      .reduce<string | undefined>(
        (best, { version }) => (best === undefined || isOlder(best, version) ? version : best),
        undefined,
      );
  return {
    releases,
    release(version, { pushed = isPushed(version) } = {}) {
      this.withdraw(version);
      releases.push({ version, pushed });
    },
    withdraw(version) {
      const at = releases.findIndex((release) => release.version === version);
      if (at >= 0) releases.splice(at, 1);
    },
    ask(agentId, version) {
      const target = newest();
      if (target === undefined || !isOlder(version, target)) return undefined;
      return turns.take(agentId) ? target : undefined;
    },
    seen(agentId, version) {
      const target = newest();
      if (target !== undefined && !isOlder(version, target)) turns.giveBack(agentId);
    },
  };
}

function isPushed(version: string): boolean {
  return AGENT_VERSIONS.find((row) => row.version === version)?.pushed ?? true;
}

/** What an updater asks every hour. */
export function answerUpdate(cloud: Cloud, exchange: Exchange, agent: Agent): HttpResponse {
  const members = parseXml(exchange.request.body, 'UpdateRequest');
  if (members === undefined) return renderRefusal(400, 'Expected an UpdateRequest in XML.');
  if (textOf(members, 'ConnectorId').toLowerCase() !== agent.id) {
    return refuseCaller(cloud, 'updater', exchange.client, 'The request names another agent.');
  }
  const version = cloud.updates.ask(agent.id, textOf(members, 'ConnectorVersion'));
  return renderXml('UpdateResponse', XML_NAMESPACES.update, { Version: version ?? '' });
}
