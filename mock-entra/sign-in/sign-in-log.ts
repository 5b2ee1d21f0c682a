/**
 * The sign-in log: one row per sign-in, bounded, oldest out first. A row never changes how it
 * ended; what an agent says too late is noted on it through its `handOff`. Wire form:
 * `graph/graph-sign-in.ts`.
 */
import type { AadstsCode } from '../../protocol/aadsts.ts';
import type { HandOff } from '../agents/hand-offs.ts';

/** Words of Graph's `authenticationProtocol` (fact sheet 5.2). */
export type SignInProtocol = 'ropc' | 'oAuth2' | 'deviceCode';

/** Who judges a password. */
export type PasswordMethod = 'pass-through' | 'cloud' | 'synchronised' | 'none';

/** A Conditional Access policy that was about the sign-in, and whether it was met. */
export interface AppliedPolicy {
  readonly id: string;
  readonly displayName: string;
  readonly result: 'success' | 'failure';
}

export interface SecondFactorStep {
  readonly method: 'PhoneAppOTP' | 'PhoneAppNotification';
  readonly succeeded: boolean;
}

export interface SignInRow {
  readonly id: string;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly correlationId: string;
  readonly requestId: string;
  /** Lower case, as the log shows it. */
  readonly userPrincipalName: string;
  readonly userId: string;
  readonly userDisplayName: string;
  readonly appId: string;
  readonly appDisplayName: string;
  readonly resource: string;
  readonly ipAddress: string;
  /** 0: tokens were issued. */
  readonly errorCode: AadstsCode | 0;
  readonly note?: string;
  /** Who had to judge the password; `none`: nobody was asked, or none was given. */
  readonly method: PasswordMethod;
  readonly protocol: SignInProtocol;
  /** False where a token was redeemed without a person. */
  readonly isInteractive: boolean;
  readonly conditionalAccessStatus: 'success' | 'failure' | 'notApplied';
  readonly policies: readonly AppliedPolicy[];
  readonly authenticationRequirement: 'singleFactorAuthentication' | 'multiFactorAuthentication';
  /** The step after the password; absent if nobody was asked for one. */
  readonly secondFactor?: SecondFactorStep;
  readonly handOff?: Readonly<HandOff>;
  readonly uniqueTokenIdentifier?: string;
}

export interface SignInPage {
  rows: readonly SignInRow[];
  /** Hand it back for the rows after these; absent on the last page. */
  next?: number;
}

export interface SignInLog {
  add(row: SignInRow): void;
  /** Newest first. `from` comes from the page before. */
  page(size: number, from?: number): SignInPage;
  /** How many ended how, since the start: rows that are out by now count too. */
  totals(): Readonly<Record<string, number>>;
}

export function createSignInLog(rowsMax = 10_000): SignInLog {
  const rows: SignInRow[] = [];
  const totals = new Map<SignInRow['errorCode'], number>();
  let dropped = 0;
  return {
    add(row) {
      totals.set(row.errorCode, (totals.get(row.errorCode) ?? 0) + 1);
      rows.push(row);
      if (rows.length > rowsMax) {
        rows.shift();
        dropped += 1;
      }
    },
    page(size, from = dropped + rows.length) {
      // Positions count from the first row ever, so that pages hold still while rows come and go.
      const end = Math.min(Math.max(from - dropped, 0), rows.length);
      const start = Math.max(end - size, 0);
      const page = rows.slice(start, end).reverse();
      return start > 0 ? { rows: page, next: dropped + start } : { rows: page };
    },
    totals: () => Object.fromEntries(totals),
  };
}
