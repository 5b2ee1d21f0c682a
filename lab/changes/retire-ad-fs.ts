/**
 * AD FS is shut down. Before 12 hours have passed since the last conversion it comes too early:
 * `findings` says so. Whom it would hit is not emulated, for nothing of AD FS is.
 */
import { refused, setTenant } from '../tenant/administer.ts';
import type { Change } from './change.ts';

export const retireAdFs: Change = {
  id: 'retire-ad-fs',
  title: 'Shut AD FS down',
  about: 'Shuts the federation servers down, after the domains were converted.',
  where: [],
  parameters: {},
  async apply(lab) {
    const { domains } = lab.entra.cloud.tenant;
    const federated = domains.find(({ kind }) => kind === 'federated');
    if (federated) {
      throw refused(`${federated.name} is still federated: convert it before AD FS goes.`);
    }
    return setTenant(lab, { adFsRetiredMs: lab.clock.nowMs() });
  },
  basis: 'documented',
  sources: ['ED-QS'],
};
