/**
 * Rows of the sign-in log that the pages write. As in Entra, an interrupt (second factor, keep me
 * signed in, consent) is a row of its own, told from the end of the sign-in by its code.
 */
import type { AadstsCode } from '../../protocol/aadsts.ts';
import type { Cloud } from '../cloud.ts';
import type { PasswordVerdict } from '../sign-in/judge-password.ts';
import { recordSignIn } from '../sign-in/record-sign-in.ts';
import type { FlowRecord } from '../state/records.ts';
import type { User } from '../tenant/tenant.ts';
import { opaque } from '../token/claims.ts';
import type { Step } from './next-step.ts';
import type { Asking } from './standing.ts';
import type { Visit } from './visit.ts';

export interface Who {
  user: User | undefined;
  /** As typed. */
  userName: string;
}

/** The password was judged, and not good. */
export function recordVerdict(
  cloud: Cloud,
  visit: Visit,
  asking: Asking,
  who: Who,
  verdict: Omit<PasswordVerdict, 'user'> & { code: AadstsCode },
): void {
  record(cloud, visit, asking, who, verdict);
}

/** A page that comes between, once each time it is reached; 0 is the end. */
export function recordInterrupt(cloud: Cloud, visit: Visit, asking: Asking, step: Step): void {
  const code = interruptOf(step);
  if (code !== undefined) recordCode(cloud, visit, asking, step, code);
}

export function recordCode(
  cloud: Cloud,
  visit: Visit,
  asking: Asking,
  step: Step,
  code: AadstsCode | 0,
): void {
  if (!('account' in step)) return;
  const { user } = step.account;
  const { method, handOff } = visit.flow.record.progress.judged ?? { method: 'none' };
  record(
    cloud,
    visit,
    asking,
    { user, userName: user.userPrincipalName },
    { code, method, ...(handOff && { handOff }) },
  );
}

function interruptOf(step: Step): AadstsCode | undefined {
  switch (step.kind) {
    case 'mfa':
    case 'refused':
      return step.refusal.code;
    case 'keep-signed-in':
      return 50140;
    case 'consent':
      return 65001;
    default:
      return undefined;
  }
}

function record(
  cloud: Cloud,
  { exchange, flow }: Visit,
  { application, scope }: Asking,
  who: Who,
  outcome: Omit<PasswordVerdict, 'user' | 'code'> & { code: AadstsCode | 0 },
): void {
  recordSignIn(cloud, exchange, {
    ...who,
    ...outcome,
    application,
    resource: scope.resource.displayName,
    audience: scope.resource.audience,
    interactive: isInteractive(flow.record, outcome.code),
    startedMs: flow.record.startedMs,
    protocol: flow.record.purpose.kind === 'device' ? 'deviceCode' : 'oAuth2',
    uti: opaque(cloud.ids),
  });
}

/** An answer that needed no page is the client's doing, not the person's. */
function isInteractive({ request, progress }: FlowRecord, code: AadstsCode | 0): boolean {
  return request.prompt !== 'none' && (code !== 0 || progress.shown !== undefined);
}
