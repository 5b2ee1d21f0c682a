/**
 * The administrator who installs an agent signs in from outside, and the installer gets the token:
 * a registration needs it, an upgrade does not.
 */
import { REGISTRATION_AUDIENCE } from '../../protocol/hosts.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Dice, Network, Vantage } from '../../runtime/ports.ts';
import { Secret } from '../../runtime/secret.ts';
import { attemptSignIn } from '../people/sign-in.ts';

export interface TokenOptions {
  network: Network;
  from: Vantage;
  authority: string;
  clientId: string;
  timings: Timings;
  ids: Pick<Dice, 'guid'>;
}

export interface Credentials {
  userName: string;
  password: string;
}

const REGISTRATION_SCOPE = `${REGISTRATION_AUDIENCE}/.default`;

/** The token, or how the sign-in ended. */
export async function signInToRegister(
  options: TokenOptions,
  { userName, password }: Credentials,
): Promise<Secret | { refused: string }> {
  const { network, from, authority, clientId, timings } = options;
  const { result, accessToken } = await attemptSignIn({
    ...{ network, from, authority, clientId, userName, password },
    scope: REGISTRATION_SCOPE,
    correlationId: options.ids.guid(),
    timeoutMs: timings.probeTimeoutMs,
  });
  return accessToken ? new Secret(accessToken) : { refused: `${userName}: ${result}` };
}
