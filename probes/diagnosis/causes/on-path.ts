/**
 * How the causes between a server and the cloud look: the obstacle that most of the names of one
 * server share. One name of many behind an obstacle is not that cause, but a line that fails now
 * and then.
 */
import type { Reach } from '../../observations.ts';
import { type Cause, type Finding, STRONG } from '../cause.ts';
import { describeReach, isMsappproxy, isServicebus, type Obstacle } from '../path-signs.ts';
import { placesOf, type ServerSigns, type Signs } from '../signs.ts';

export const ALLOW = 'Allow outbound TCP 443 from every agent server to *.msappproxy.net and';

type PathCause = Omit<Cause, 'brings' | 'seenBy' | 'look' | 'sources'> &
  Partial<Pick<Cause, 'brings' | 'sources'>>;

/** Cut off, agents are asked until the cloud notices (80002), and not found afterwards (80001). */
const CUT_OFF = [80001, 80002] as const;

export function pathCause(
  cause: PathCause,
  obstacle: Obstacle,
  isIt: (server: ServerSigns, signs: Signs) => boolean = () => true,
): Cause {
  return {
    brings: CUT_OFF,
    sources: ['ED-QS', 'ED-TS'],
    ...cause,
    seenBy: ['preflight'],
    look: (signs) =>
      foundAt(
        signs,
        signs.servers.filter((s) => mostMeet(s, obstacle) && isIt(s, signs)),
        obstacle,
      ),
  };
}

/** Of all that fails it is the larger part, and one of the two domains fails as a whole. */
function mostMeet(server: ServerSigns, obstacle: Obstacle): boolean {
  const { path } = server;
  if (!path) return false;
  const failing = path.cloud.filter((each) => each.obstacle !== null);
  const met = failing.filter((each) => each.obstacle === obstacle);
  const isWhole = [isMsappproxy, isServicebus].some((isOne) => failsAll(server, isOne, obstacle));
  return met.length > 0 && (isWhole || met.length * 2 > failing.length) && !isNowAndThen(path);
}

/** Some names of one domain come up and others do not. */
export function isNowAndThen({ cloud }: NonNullable<ServerSigns['path']>): boolean {
  const mixed = [isMsappproxy, isServicebus].some((isOne) => {
    const ofOne = cloud.filter(({ reach }) => isOne(reach));
    const failing = ofOne.filter(({ obstacle }) => obstacle === 'blocked');
    return failing.length > 0 && failing.length < ofOne.length;
  });
  return mixed;
}

export function failsAll(
  { path }: ServerSigns,
  isOne: (reach: Reach) => boolean,
  obstacle: Obstacle,
): boolean {
  const ofOne = path?.cloud.filter(({ reach }) => isOne(reach)) ?? [];
  return ofOne.length > 0 && ofOne.every((each) => each.obstacle === obstacle);
}

function foundAt(
  signs: Signs,
  found: readonly ServerSigns[],
  obstacle: Obstacle,
  weight = STRONG,
): Finding | undefined {
  if (found.length === 0) return undefined;
  const well = signs.servers.filter((server) => server.path?.cloud.every((c) => !c.obstacle));
  return {
    weight,
    at: placesOf(signs, found),
    for: found.slice(0, 3).map((server) => sentenceOf(server, obstacle)),
    against: well.slice(0, 1).map(({ name }) => `${name} reaches every name it tried`),
  };
}

function sentenceOf({ name, path }: ServerSigns, obstacle: Obstacle): string {
  const met = path?.cloud.filter((each) => each.obstacle === obstacle) ?? [];
  const [first] = met;
  const example = first ? `: ${describeReach(first.reach)}` : '';
  return `from ${name} ${met.length} of ${path?.cloud.length ?? 0} names on 443${example}`;
}
