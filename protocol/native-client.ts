/**
 * Where public clients without an address of their own take authorization codes: what the portal
 * offers for desktop applications with an embedded browser. Microsoft's page for desktop apps gives
 * it for the public cloud and for China; for US Government it is assumed to follow the sign-in
 * name.
 */
import { CLOUDS, type SovereignCloud } from './clouds.ts';

export function nativeClientRedirect(cloud: SovereignCloud): string {
  return `https://${CLOUDS[cloud].signIn}/common/oauth2/nativeclient`;
}
