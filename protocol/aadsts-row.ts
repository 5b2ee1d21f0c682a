/**
 * Shape of an AADSTS row. Sentences are the lab's own words for the documented meaning, never
 * Microsoft's; what a client may rest on are `code`, `oauthError` and `suberror`, and even of those
 * many pairs are assumed.
 */
import type { Basis, SourceId } from './sources.ts';

export type OauthError =
  | 'access_denied'
  | 'authorization_pending'
  | 'bad_verification_code'
  | 'expired_token'
  | 'interaction_required'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_instance'
  | 'invalid_request'
  | 'invalid_resource'
  | 'invalid_scope'
  | 'login_required'
  | 'temporarily_unavailable'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type';

/** Those that MSAL for JavaScript knows. */
export type Suberror =
  | 'additional_action'
  | 'bad_token'
  | 'basic_action'
  | 'client_mismatch'
  | 'consent_required'
  | 'message_only'
  | 'protection_policy_required'
  | 'token_expired'
  | 'user_password_expired';

export interface AadstsRow {
  code: number;
  /** Microsoft's name, or the lab's where the note says so. */
  name: string;
  oauthError: OauthError;
  suberror?: Suberror;
  httpStatus: number;
  /** What the user reads. */
  text: string;
  /** What the sign-in log says. */
  reason: string;
  /** What the documents tell an administrator to do. */
  advice: string;
  /** Of the code, its name and its meaning. */
  basis: Basis;
  /** Of `oauthError`, `suberror` and `httpStatus`. */
  errorBasis: Basis;
  sources: readonly SourceId[];
  /** What other sources say of the error pair; the one above is used. */
  alternatives?: readonly ErrorAlternative[];
  /** Whether the lab has a cause for it; held by a test, shown in `docs/aadsts.md`. */
  occurs: Occurrence;
  note?: string;
}

/**
 * - `caused`: a test sets up its cause and gets it through the protocol
 * - `injectable`: comes only when the control API asks for it
 */
export type Occurrence = 'caused' | 'injectable';

export interface ErrorAlternative {
  oauthError: OauthError;
  suberror?: Suberror;
  sources: readonly SourceId[];
  note: string;
}

export type RowFields = Pick<AadstsRow, 'code' | 'name' | 'text' | 'advice'> & Partial<AadstsRow>;

/**
 * Most codes are in the reference page while no public sample shows their token-endpoint answer:
 * these defaults say so.
 */
export function row(fields: RowFields): AadstsRow {
  return {
    oauthError: 'invalid_grant',
    httpStatus: 400,
    reason: fields.text,
    basis: 'documented',
    errorBasis: 'assumed',
    sources: ['ED-ERR'],
    occurs: 'caused',
    ...fields,
  };
}

/** For mistakes of whoever wrote the request: nothing that the person signing in can do about. */
export function badRequest(fields: Omit<RowFields, 'oauthError'>): AadstsRow {
  return row({ oauthError: 'invalid_request', ...fields });
}

export const LAB_NAME = 'No source gives this code a name; the one here is the lab’s.';
