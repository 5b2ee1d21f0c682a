/** A person who signs in at a lab by themselves, for tests, and a lab where nobody else does. */
import type { LabOptions } from '../estate.ts';
import type { Lab } from '../lab.ts';
import { startLab } from '../start-lab.ts';
import type { SignInResult } from '../timeline.ts';
import { attemptSignIn } from './sign-in.ts';

export function quietLab(options: LabOptions = {}): Promise<Lab> {
  return startLab({ users: 1, traffic: false, ...options });
}

export async function signIn(lab: Lab, userName: string, password: string): Promise<SignInResult> {
  const { result } = await lab.drive(
    attemptSignIn({
      ...{ network: lab.network, from: lab.prober, scope: 'openid', userName, password },
      ...{ authority: lab.endpoints.authority, clientId: lab.clientId },
      correlationId: '00000000-0000-4000-8000-000000000001',
      timeoutMs: lab.timings.probeTimeoutMs,
    }),
  );
  return result;
}

export function healthy(lab: Lab): { userName: string; password: string } {
  const { healthy: account } = lab.accounts;
  if (account === undefined) throw new Error('the lab has no healthy account');
  return account;
}
