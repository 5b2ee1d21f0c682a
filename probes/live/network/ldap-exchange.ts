/**
 * What is asked of a real controller, by an independent client on our TLS connection: a bind, or
 * who it is. The sub-code of a refusal is kept as it was said.
 */
import assert from 'node:assert/strict';
import { TLSSocket } from 'node:tls';
import { Client } from 'ldapts';
import type { NetworkFailure } from '../../../protocol/network-failure.ts';
import { ERROR } from '../../../protocol/win32.ts';
import { failureOf } from '../../../runtime/live/failure.ts';
import { rootOf } from '../../../runtime/live/ldap-root-dse.ts';
import { judgeRefusal } from '../../../runtime/live/real-directory/judge-bind.ts';
import type { BindRequest, BindResult, RootDse } from '../../../runtime/ports.ts';
import type { Way } from './open-way.ts';

export async function bindOn(
  { socket }: Way,
  { userPrincipalName, password }: BindRequest,
): Promise<BindResult | NetworkFailure> {
  try {
    await clientOn(socket).bind(userPrincipalName, password.reveal());
    return { win32: ERROR.SUCCESS, subCode: null };
  } catch (error) {
    // `ldapts` has its own words for a connection that ended under it.
    if (socket.destroyed) return 'closed';
    const verdict = judgeRefusal(error);
    return verdict === 'ask-another' ? 'refused' : { ...verdict, subCode: subCodeOf(error) };
  }
}

export async function readRoot({ socket }: Way): Promise<RootDse | NetworkFailure> {
  try {
    const { searchEntries } = await clientOn(socket).search('', {
      ...{ scope: 'base', filter: '(objectClass=*)', sizeLimit: 1 },
      attributes: ['currentTime', 'dnsHostName'],
    });
    const said = Object.entries(searchEntries[0] ?? {}).map(
      ([name, value]) => [name.toLowerCase(), String(value)] as const,
    );
    return rootOf(new Map(said));
  } catch (error) {
    if (socket.destroyed) return 'closed';
    // One that lets nobody ask without a bind has answered, and told nothing.
    return isResult(error) ? { timeMs: null, hostName: null } : failureOf(error);
  }
}

function clientOn(socket: Way['socket']): Client {
  assert(socket instanceof TLSSocket, 'LDAP goes over TLS only');
  return new Client({ url: 'ldaps://already.open', createSecureConnection: () => socket });
}

function subCodeOf(error: unknown): string | null {
  const text = error instanceof Error ? error.message : '';
  return /\bdata ([0-9a-f]{1,8})\b/i.exec(text)?.[1]?.toLowerCase() ?? null;
}

/** Socket errors have a `code` too, which is text. */
function isResult(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'number';
}
