/**
 * What a grant is: it judges its own request and says what to refuse or what to issue. One file per
 * grant in `grants/`; who asks has been found and its credential judged before a grant is asked.
 */
import type { AadstsCode } from '../../protocol/aadsts.ts';
import type { Cloud } from '../cloud.ts';
import type { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import type { Form } from '../parameters.ts';
import type { SignInRecord } from '../sign-in/record-sign-in.ts';
import type { Application } from '../tenant/application.ts';
import type { TenantSegment } from '../tenant/tenant.ts';
import type { ClientProof } from './access-token.ts';
import type { Issue } from './issue.ts';

export interface TokenRequest {
  form: Form;
  application: Application;
  proof: ClientProof;
  /** `client_info=1`. */
  clientInfo: boolean;
}

/** `signIn`: this was a sign-in, successful or not, and belongs into the log. */
export type GrantOutcome = ({ refused: Refusal } | { issue: Issue }) & { signIn?: SignInRecord };

export interface Grant {
  /** Beside `grant_type` and the client; the first one missing is named in the refusal (900144). */
  readonly required: readonly string[];
  /** Authorities at which the grant is not to be had. */
  readonly refusedAt?: Readonly<Partial<Record<TenantSegment, AadstsCode>>>;
  judge(
    cloud: Cloud,
    exchange: Exchange,
    request: TokenRequest,
  ): Promise<GrantOutcome> | GrantOutcome;
}
