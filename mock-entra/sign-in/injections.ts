/**
 * "The next N sign-ins of … are refused with this code": for codes that have no cause in the lab.
 * Who takes one uses it up, so an endpoint asks once for each sign-in. In memory only: a restart
 * forgets them.
 */
import type { AadstsCode } from '../../protocol/aadsts.ts';
import type { Cloud } from '../cloud.ts';
import type { Refusal } from '../errors.ts';

export interface Injection {
  code: AadstsCode;
  /** How many sign-ins are still to be refused. */
  times: number;
  /** Absent: anybody's. */
  userName?: string;
  /** Absent: any application's. */
  clientId?: string;
}

export interface Injections {
  inject(injection: Injection): void;
  /** Oldest first; those used up are gone. */
  list(): readonly Injection[];
  clear(): void;
  take(signIn: SignInOf): AadstsCode | undefined;
}

/** What an endpoint knows of a sign-in when it asks; `userName` as it was typed. */
export interface SignInOf {
  userName?: string;
  clientId?: string;
}

export function createInjections(): Injections {
  let waiting: readonly Injection[] = [];
  return {
    inject(injection) {
      waiting = [...waiting, injection];
    },
    list: () => waiting,
    clear() {
      waiting = [];
    },
    take(signIn) {
      const taken = waiting.find((injection) => concerns(injection, signIn));
      if (taken === undefined) return undefined;
      const left = { ...taken, times: taken.times - 1 };
      waiting = waiting
        .map((other) => (other === taken ? left : other))
        .filter(({ times }) => times > 0);
      return taken.code;
    },
  };
}

/** Also what befalls everybody: a tenant that makes too many sign-ins is refused as a whole. */
export function takeInjection(
  { injections, conditions }: Pick<Cloud, 'injections' | 'conditions'>,
  signIn: SignInOf,
): Refusal | undefined {
  if (conditions.throttlesSignIn()) return { code: 90055 };
  const code = injections.take(signIn);
  return code && { code };
}

function concerns({ userName, clientId }: Injection, signIn: SignInOf): boolean {
  const sameUser = userName === undefined || isSame(userName, signIn.userName);
  const sameClient = clientId === undefined || isSame(clientId, signIn.clientId);
  return sameUser && sameClient;
}

function isSame(expected: string, got: string | undefined): boolean {
  return expected.toLowerCase() === got?.toLowerCase();
}
