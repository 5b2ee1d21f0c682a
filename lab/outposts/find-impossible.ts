/**
 * With which real means the container lab brings an effect about, or why it cannot. Documents and
 * refusals are made from this one table; what does it lies in `egress/` and `controller/`.
 */
import type {
  AgentServerEffect,
  ControllerEffect,
  Effect,
  PathEffect,
} from '../../protocol/effects.ts';
import { findImpossiblePath } from './egress/express.ts';

/** `by`: what does it. `not`: a sentence without its full stop on why nothing can. */
export type Means = { by: string } | { not: string };

/** A sentence on the first that cannot be; undefined: all can. */
export function findImpossible(effects: readonly Effect[]): string | undefined {
  for (const effect of effects) {
    const means = meansOf(effect);
    if ('not' in means) return means.not;
  }
  return undefined;
}

export function meansOf(effect: Effect): Means {
  switch (effect.on) {
    case 'path':
      return meansOfPath(effect);
    case 'controller':
      return CONTROLLER_MEANS[effect.kind];
    case 'forest':
      return { not: 'the containers hold one domain, and a trust takes two' };
    case 'account':
      return { by: 'the account’s attributes in Samba' };
    case 'agent-server':
      return { by: SERVER_MEANS[effect.kind] };
    case 'cloud':
      return { by: 'the lab’s cloud, as in live mode' };
    case 'administration':
      return { by: 'the change itself, as in live mode' };
  }
}

function meansOfPath(effect: PathEffect): Means {
  const not = findImpossiblePath(effect);
  return not === undefined ? { by: PATH_MEANS[effect.kind] } : { not };
}

const FILTER = 'the packet filter of the site’s egress';
const RELAY = 'the relay of the site’s egress';

const PATH_MEANS: Readonly<Record<PathEffect['kind'], string>> = {
  drop: FILTER,
  refuse: FILTER,
  reset: RELAY,
  stall: RELAY,
  delay: '`tc netem` in the site’s egress where its kernel has it, else by its relay',
  loss: `${FILTER}, which drops packets by chance`,
  inspect: 'the inspecting proxy of the site’s egress',
  resolve: 'the resolver of the site’s egress',
  proxy: 'the web proxy of the site’s egress',
};

const CONTROLLER_MEANS: Readonly<Record<ControllerEffect['kind'], Means>> = {
  stop: { by: 'Samba, ended' },
  hang: { by: 'Samba, stopped by a signal in the middle of what it does' },
  slow: { by: 'a relay in front of Samba' },
  stale: { by: 'Samba’s replication, switched off' },
  unlisted: { by: 'the resolver of the site’s egress' },
  'clock-offset': {
    not: 'containers share the clock of their machine, and a controller’s cannot be set alone',
  },
};

const ITSELF = 'the agent’s own process on its host, as in live mode';

const SERVER_MEANS: Readonly<Record<AgentServerEffect['kind'], string>> = {
  'stop-service': ITSELF,
  hang: ITSELF,
  crash: 'SIGKILL to the agent’s process on its host',
  'crash-on-request': ITSELF,
  slow: ITSELF,
  capacity: ITSELF,
  'lose-key': ITSELF,
  clone: ITSELF,
  'no-renewal': ITSELF,
  'stop-updater': ITSELF,
  'clock-offset': ITSELF,
  'no-tls-1.2': ITSELF,
  outdated: ITSELF,
};
