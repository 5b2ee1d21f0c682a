/**
 * The outposts of a live world: who signs what they show, and what of the world they stand for. The
 * run's own CA is in memory only, and signs for Microsoft's names in the containers' network alone.
 */
import { controllerHost, labHost, OTHER_HOST } from '../../protocol/hosts.ts';
import type { Authority } from '../../runtime/certificate-authority.ts';
import type { LiveCrypto } from '../../runtime/crypto/rsa.ts';
import type { Activity } from '../../runtime/live/activity.ts';
import { pem } from '../../runtime/x509.ts';
import type { OutpostsOptions } from '../estate.ts';
import { createOutposts } from '../outposts/command/create-outposts.ts';
import { packAuthority, packIdentity } from '../outposts/link/pack-identity.ts';
import { LINK_NAME } from '../outposts/link/run-folder.ts';
import type { Outposts } from '../outposts/outposts.ts';
import type { SiteAuthority } from './site-authorities.ts';
import type { WorldOptions } from './world.ts';

export interface OpenOutpostsOptions extends OutpostsOptions {
  world: Pick<WorldOptions, 'sites' | 'timings' | 'dice'>;
  crypto: LiveCrypto;
  activity: Activity;
  /** The lab's own: of its names. */
  authority: Authority;
  /** Of all other names. */
  runAuthority: Authority;
  inspection: { of(site: string): SiteAuthority };
}

/** @throws LabError `OUTPOSTS_MISSING`, `PORT_BUSY` */
export async function openOutposts(options: OpenOutpostsOptions): Promise<Outposts> {
  const { world, crypto, activity, authority, runAuthority, inspection, ...rest } = options;
  const identityOf = async (name: string) =>
    packIdentity(crypto, await authority.issueServer([name], Date.now()));
  return createOutposts({
    ...rest,
    ...{ sites: world.sites, timings: world.timings, touch: activity.touch },
    seed: Buffer.from(world.dice.fork('outposts').bytes(16)).toString('hex'),
    caPem: renderAnchors([authority, runAuthority]),
    linkIdentity: await identityOf(LINK_NAME),
    controller: (name) => identityOf(controllerHost(name)),
    async egress(site) {
      const { trusted, unknown } = inspection.of(site);
      return {
        inspection: {
          trusted: packAuthority(crypto, trusted),
          unknown: packAuthority(crypto, unknown),
        },
        elsewhere: await identityOf(labHost(OTHER_HOST)),
        upstreamTrustPem: renderAnchors([authority, runAuthority]),
      };
    },
  });
}

function renderAnchors(authorities: readonly Authority[]): string {
  return authorities.map(({ certificate }) => pem('CERTIFICATE', certificate.der)).join('');
}
