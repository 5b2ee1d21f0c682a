/** The way to somebody else's sign-in page: nothing of the lab answers there. */
import { FEDERATION_REALM } from '../../protocol/hosts.ts';
import type { Federation } from './tenant.ts';

/** WS-Federation's own parameters (observed in public captures). */
export function federatedUrl({ passiveUrl }: Federation, userName: string, context = ''): string {
  const url = new URL(passiveUrl);
  if (userName !== '') url.searchParams.set('username', userName.toWellFormed());
  url.searchParams.set('wa', 'wsignin1.0');
  url.searchParams.set('wtrealm', FEDERATION_REALM);
  url.searchParams.set('wctx', context);
  return url.href;
}
