/**
 * The last check before the socket: whatever carries a credential goes to the target's own origins
 * and to controllers of its own domain, even where an answer (the next page of a list, an SRV
 * record) names somebody else.
 */
import { LabError } from '../../../runtime/lab-error.ts';
import type { ProbeContext } from '../../probe.ts';
import type { Target } from '../../target.ts';
import { tells } from '../network/tells.ts';

export function keepToTarget(
  network: ProbeContext['network'],
  target: Target,
): ProbeContext['network'] {
  const origins = [target.authority, target.graph].map((url) => new URL(url).origin);
  return {
    ...network,
    async request(asked, call) {
      if (tells(asked) && !origins.includes(new URL(asked.url).origin)) {
        throw refused(target, new URL(asked.url).origin, origins.join(' or '));
      }
      return network.request(asked, call);
    },
    async bind(url, asked, call) {
      const { hostname } = new URL(url);
      if (!isOwnController(target, hostname)) {
        throw refused(target, hostname, 'a controller of the target’s directory');
      }
      return network.bind(url, asked, call);
    },
  };
}

function isOwnController({ directory, site }: Target, hostname: string): boolean {
  const named = directory?.urls.map((url) => new URL(url).hostname) ?? [];
  const domain = directory?.domain ?? site?.directoryDomain;
  const ours = domain !== undefined && hostname.endsWith(`.${domain.toLowerCase()}`);
  return ours || [...named, ...(site?.controllers ?? [])].includes(hostname);
}

function refused({ name }: Target, came: string, expected: string): LabError {
  const sentence = `targets.${name}: expected credentials to go to ${expected}, got ${came}`;
  return new LabError('TARGET_NOT_ALLOWED', `${sentence}: nothing was sent.`);
}
