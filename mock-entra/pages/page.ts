/**
 * Every page a person may see, as data. `authorize/` decides which one comes next and what it says;
 * `render-page.ts` turns it into HTML. No page ever holds a password.
 *
 *     authorize ─▶ pick-account ─▶ username ─▶ password ─▶ mfa ─▶ keep-signed-in ─▶ consent ─▶ app
 *                                             └▶ password-expired   (each only where it applies)
 */
import type { AadstsCode } from '../../protocol/aadsts.ts';

/** What every page of a flow carries, under Entra's names (fact sheet 4.4). */
export interface FlowView {
  /** `sFT`, the flow token: names the flow on the server. Absent where there is no flow. */
  flowToken?: string;
  /** `sCtx`. */
  ctx?: string;
  canary: string;
  /** Path segment of the authority, as the caller wrote it. */
  tenantSegment: string;
  /** Shown and in `$Config`, for support. */
  applicationName?: string;
}

export interface PageError {
  code: AadstsCode;
  /** The sentence of the code's row, or one that fits better. */
  text: string;
}

export type Page = FlowView &
  (
    | { kind: 'username'; userName: string; error?: PageError }
    | { kind: 'password'; userName: string; error?: PageError }
    | { kind: 'pick-account'; accounts: readonly PickableAccount[] }
    | { kind: 'keep-signed-in'; userName: string }
    | { kind: 'mfa'; userName: string; factor: FactorView; error?: PageError }
    | {
        kind: 'consent';
        userName: string;
        permissions: readonly string[];
        /** The person may agree for everybody. */
        administrator: boolean;
      }
    | {
        kind: 'password-expired';
        userName: string;
        /** False: the text says what to do instead, and there is no form. */
        changeable: boolean;
        text: string;
        error?: PageError;
      }
    | { kind: 'device-code'; userCode: string; error?: PageError }
    | { kind: 'device-confirm'; userName: string }
    | { kind: 'device-done'; approved: boolean }
    | {
        kind: 'form-post';
        /** Registered redirect URI. */
        action: string;
        fields: Readonly<Record<string, string>>;
      }
    | {
        kind: 'signed-out';
        /** Registered front-channel logout addresses, with `sid` and `iss`. */
        frontChannel: readonly string[];
        /** Registered; where the browser goes on to. */
        continueUrl?: string;
      }
    | { kind: 'error'; code: AadstsCode; text: string }
  );

export interface PickableAccount {
  userName: string;
  displayName: string;
  signedIn: boolean;
}

/** `number`: what the person taps in the (imaginary) app; approved through the control API. */
export type FactorView =
  | { method: 'PhoneAppOTP' }
  | { method: 'PhoneAppNotification'; number: string };
