/**
 * Reads what an agent answered: base64 of a JSON array of claims in a request header. Failure
 * reasons come as number or text (fact sheet 3.12); both are taken. What cannot be read is a
 * verdict of its own.
 */
import {
  CLAIM_AUTHENTICATION,
  CLAIM_FAILURE,
  CLAIM_NAME,
  CLAIM_RIGHT,
  DECRYPTION_FAILED,
  ENCRYPTION_DATA_NOT_FOUND,
} from '../../protocol/messages.ts';
import { isRecord, parseJson } from '../json.ts';

export type AgentAnswer =
  | { kind: 'right'; userPrincipalName: string }
  | { kind: 'refused'; win32: number }
  | { kind: 'key-not-found' }
  | { kind: 'undecryptable' }
  /** It says that it failed, in words that mean nothing here. */
  | { kind: 'failed' }
  | { kind: 'unreadable' };

const UNREADABLE: AgentAnswer = { kind: 'unreadable' };

export function parseAgentAnswer(header: string | undefined): AgentAnswer {
  const claims = parseClaims(header ?? '');
  const authenticated = claims.get(CLAIM_AUTHENTICATION);
  if (isTruth(authenticated, true)) {
    const name = claims.get(CLAIM_NAME);
    return typeof name === 'string' ? { kind: 'right', userPrincipalName: name } : UNREADABLE;
  }
  return isTruth(authenticated, false) ? parseReason(claims.get(CLAIM_FAILURE)) : UNREADABLE;
}

function parseReason(reason: unknown): AgentAnswer {
  if (reason === ENCRYPTION_DATA_NOT_FOUND) return { kind: 'key-not-found' };
  if (reason === DECRYPTION_FAILED) return { kind: 'undecryptable' };
  const text = typeof reason === 'number' ? String(reason) : reason;
  if (typeof text !== 'string' || text === '') return UNREADABLE;
  if (!/^-?\d{1,10}$/.test(text)) return { kind: 'failed' };
  const win32 = Number(text);
  return win32 === 0 ? UNREADABLE : { kind: 'refused', win32 };
}

/** Claim type → resource; claims of another right say nothing about identity. */
function parseClaims(header: string): ReadonlyMap<string, unknown> {
  const claims = parseJson(Buffer.from(header, 'base64').toString('utf8'));
  if (!Array.isArray(claims)) return new Map();
  return new Map(
    claims.flatMap((claim: unknown): [string, unknown][] =>
      isRecord(claim) && typeof claim.ClaimType === 'string' && claim.Right === CLAIM_RIGHT
        ? [[claim.ClaimType, claim.Resource]]
        : [],
    ),
  );
}

/** A boolean, or the word as .NET and JSON write it. */
function isTruth(resource: unknown, truth: boolean): boolean {
  return (
    resource === truth || (typeof resource === 'string' && resource.toLowerCase() === String(truth))
  );
}
