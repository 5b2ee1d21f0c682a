/**
 * Smart lockout of the tenant. Its threshold belongs below the directory's, or guesses from outside
 * lock accounts on premises (ED-LOCK).
 */
import { refused, setTenant } from '../tenant/administer.ts';
import type { Change } from './change.ts';

export const setSmartLockout: Change = {
  id: 'set-smart-lockout',
  title: 'Set smart lockout',
  about: 'Sets how many wrong passwords lock an account in the cloud, and for how long at first.',
  where: [],
  parameters: {
    threshold: {
      about: 'Wrong passwords that lock',
      ...{ type: 'number', unit: 'attempts', default: 10, min: 1, max: 50 },
    },
    duration: {
      about: 'The first lock; later ones are longer',
      ...{ type: 'duration', defaultMs: 60_000, minMs: 5_000, maxMs: 18_000_000 },
    },
  },
  async apply(lab, _where, { threshold, duration }) {
    if (lab.entra.cloud.tenant.licence === 'none') {
      throw refused('Smart lockout is changed with a licence (P1 or P2) only.');
    }
    const smartLockout = { threshold: Number(threshold), durationMs: Number(duration) };
    return setTenant(lab, { smartLockout });
  },
  basis: 'documented',
  sources: ['ED-LOCK'],
};
