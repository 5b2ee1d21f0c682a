/**
 * What a site's resolver answers: names of the lab at their virtual addresses, the controllers' SRV
 * records, and that nothing else exists. Nobody may keep an answer (TTL 0), because the next one
 * may be another.
 */
import type { Answer, Question } from 'dns-packet';
import type { PathEffect } from '../../../protocol/effects.ts';
import { DNS_PORT } from '../../../protocol/tcp.ts';
import { decideCourse } from '../../../runtime/course.ts';
import type { PathEnds, PathLink } from '../../../runtime/path.ts';
import type { EgressStart } from '../link/messages.ts';
import { ELSEWHERE, type Place } from './places.ts';

export interface KnownNames {
  site: string;
  places: readonly Place[];
  services: EgressStart['services'];
  effects: readonly PathEffect[];
  newLink(ends: PathEnds): PathLink;
}

export interface QueryAnswer {
  /** As in RFC 1035, 4.1.1. */
  code: 0 | typeof NO_SUCH_NAME | typeof NOT_DONE_HERE;
  answers: readonly Answer[];
  /** Not before that. */
  afterMs: number;
}

const NO_SUCH_NAME = 3;
const NOT_DONE_HERE = 4;

export function answerQuery(
  question: Question | undefined,
  component: string,
  known: KnownNames,
): QueryAnswer {
  if (!question) return { code: NOT_DONE_HERE, answers: [], afterMs: 0 };
  const host = question.name.toLowerCase();
  const ends = { site: known.site, component, host, port: DNS_PORT, proxied: false };
  const { resolution, resolveMs } = decideCourse(known.effects, known.newLink(ends));
  const found = resolution === 'no-such-name' ? undefined : find(question, host, known);
  const answers = resolution === 'wrong-address' ? found?.map(misled) : found;
  return { code: answers ? 0 : NO_SUCH_NAME, answers: answers ?? [], afterMs: resolveMs };
}

/** Undefined: no such name; empty: nothing of that type. */
function find(
  { name, type }: Question,
  host: string,
  { places, services }: KnownNames,
): readonly Answer[] | undefined {
  const targets = services.get(host) ?? [];
  if (targets.length > 0) return type === 'SRV' ? targets.map(srvOf(name)) : [];
  const place = places.find((one) => one.name === host);
  if (!place) return undefined;
  return type === 'A' ? [{ type: 'A', name, ttl: 0, data: place.virtual }] : [];
}

/** In their order: the first is the one to ask first. */
function srvOf(name: string) {
  return ({ target, port }: { target: string; port: number }, at: number): Answer => {
    return { type: 'SRV', name, ttl: 0, data: { target, port, priority: at, weight: 0 } };
  };
}

/** A record that names hosts is right: wrong addresses show when the hosts are looked up. */
function misled(answer: Answer): Answer {
  return answer.type === 'A' ? { ...answer, data: ELSEWHERE } : answer;
}
