/**
 * What a sign-in is about, once it has been judged: plain JSON, because a flow keeps it between two
 * pages. `prompt`, `loginHint` and the rest are wishes of the application, not facts.
 */
import type { RedirectType } from '../tenant/application.ts';

export type Prompt = 'login' | 'none' | 'consent' | 'select_account';
export type ResponseMode = 'query' | 'fragment' | 'form_post';
export type ResponseType = 'code' | 'code id_token' | 'id_token';

/** How the application gets its answer. */
export interface Reply {
  /** As asked: the code is bound to this text. */
  redirectUri: string;
  /** The registered URI it was found to be. */
  address: string;
  type: RedirectType;
  mode: ResponseMode;
  state?: string;
}

export interface SignInRequest {
  clientId: string;
  /** Path segment of the authority, as the caller wrote it. */
  tenantSegment: string;
  scope: string;
  prompt?: Prompt;
  loginHint?: string;
  /** `sid` claim of an account of this browser. */
  sessionId?: string;
  domainHint?: string;
  maxAgeMs?: number;
}

export type Purpose =
  | {
      kind: 'application';
      reply: Reply;
      responseType: ResponseType;
      nonce?: string;
      codeChallenge?: string;
      codeChallengeMethod?: 'S256' | 'plain';
      clientInfo: boolean;
    }
  | { kind: 'device'; userCode: string };

export type ApplicationPurpose = Extract<Purpose, { kind: 'application' }>;
