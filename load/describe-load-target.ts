/**
 * Where load may go in a running lab: its address, its CA, and people in no special state. It holds
 * their passwords. A lab with a real directory has none: nobody there takes load.
 */
import type { Lab } from '../lab/lab.ts';
import { LabError } from '../runtime/lab-error.ts';
import { pem } from '../runtime/x509.ts';
import type { LoadTarget } from './load-target.ts';

export interface TargetParts {
  /** Of its control API, for deeds in mid-run. */
  control?: { url: string; token?: string };
  /** Default: what a person's sign-in asks for. */
  scope?: string;
}

/** An id token beside the access token: two signatures. */
export const PERSON_SCOPE = 'openid profile';

/** @throws LabError `HARNESS_NOT_LIVE`; `TARGET_NO_USERS` for a lab whose users are spared. */
export function describeLoadTarget(lab: Lab, parts: TargetParts = {}): LoadTarget {
  const { live } = lab.endpoints;
  const [authority] = lab.prober.trust;
  if (!live || !authority) {
    throw new LabError('HARNESS_NOT_LIVE', 'expected a lab with endpoints on loopback');
  }
  const { users, victims } = peopleUnderLoad(lab);
  return {
    ...{ authority: live.authority, clientId: lab.clientId, scope: parts.scope ?? PERSON_SCOPE },
    caPem: pem('CERTIFICATE', authority.der),
    users: users.map(({ userName, password }) => ({ userName, password })),
    victims: victims.map(({ userName }) => ({ userName })),
    ...browserAppOf(lab),
    ...(parts.control && { control: parts.control }),
    agents: [...lab.agents.keys()],
  };
}

/** @throws LabError `TARGET_NO_USERS` */
export function peopleUnderLoad({ groups }: Lab) {
  const { 'right-password': users, 'wrong-password': victims } = groups;
  if (users.length > 0) return { users, victims };
  const sentence =
    'Expected users who can take load, got none: a tenant file gives them with "generate", or ' +
    'with "traffic: right-password"; a lab with a real directory takes no load.';
  throw new LabError('TARGET_NO_USERS', sentence);
}

/** `native` of a Contoso; in a tenant of one's own any that pages may return to. */
function browserAppOf({ applications }: Lab): Pick<LoadTarget, 'browserApp'> {
  const { native, ...others } = applications;
  const all = [...(native ? [native] : []), ...Object.values(others)];
  for (const { clientId, redirectUri } of all) {
    if (redirectUri !== undefined) return { browserApp: { clientId, redirectUri } };
  }
  return {};
}
