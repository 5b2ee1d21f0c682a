/**
 * What the cloud side remembers between two requests, one type per collection. Secrets that callers
 * hold (codes, refresh tokens, session cookies, device codes) are keyed by their SHA-256 and are
 * not in here; passwords are never in here in any form but a salted digest.
 */

import type { HandOff } from '../agents/hand-offs.ts';
import type { Purpose, SignInRequest } from '../authorize/request.ts';
import type { SignInRow } from '../sign-in/sign-in-log.ts';
import type { Lockout } from '../sign-in/smart-lockout.ts';
import type { RedirectType } from '../tenant/application.ts';
import type { Domain, User } from '../tenant/tenant.ts';

/** How somebody proved who they are; `amr` of their tokens. `rsa` is a client certificate. */
export type AuthMethod = 'pwd' | 'mfa' | 'otp' | 'rsa';

/** A sign-in that happened: what codes, sessions and refresh tokens are about. */
export interface SignedIn {
  userId: string;
  /** When the password was given, lab time. */
  authenticatedMs: number;
  methods: readonly AuthMethod[];
  /** `sid` of tokens; the key of `sessions` is the cookie's hash, never this. */
  sessionId: string;
}

export interface SessionRecord {
  sessionId: string;
  /** Everybody who is signed in in this browser, latest last; the account picker shows them. */
  accounts: readonly SignedIn[];
  /** Keep me signed in. */
  persistent: boolean;
  expiresMs: number;
  /** Applications signed in to in this session, for front-channel logout. */
  clientIds: readonly string[];
  /** Whose account is out because their password was changed; until they sign in again. */
  revokedUserIds?: readonly string[];
}

export interface CodeRecord extends SignedIn {
  clientId: string;
  redirectUri: string;
  /** Of the registered redirect URI that `redirectUri` fits. */
  redirectType: RedirectType;
  /** As asked, parsed again when redeemed. */
  scope: string;
  nonce?: string;
  codeChallenge?: string;
  codeChallengeMethod?: 'S256' | 'plain';
  /** The request had `max_age`: the id token says when the user signed in (`auth_time`). */
  withAuthTime?: boolean;
  expiresMs: number;
  /** Set when redeemed: a second redemption is refused (54005) and ends this family of tokens. */
  redeemedFamily?: string;
}

export interface RefreshTokenRecord extends SignedIn {
  clientId: string;
  scope: string;
  /** All refresh tokens that descend from one sign-in; revoked together (key of `families`). */
  familyId: string;
  /**
   * From a redirect URI of type `spa`: lives 24 h from the first one on, redeemed cross-origin
   * only.
   */
  spa: boolean;
  /** The client had to prove who it is, and has to again. */
  confidential: boolean;
  expiresMs: number;
  /** Rotated: a newer one was given for it. Still redeemable, as Entra's are. */
  rotated?: boolean;
}

export interface FamilyRecord {
  userId: string;
  revoked?: 'reuse-of-code' | 'password-changed' | 'administrator';
}

export interface DeviceCodeRecord {
  /** What the person types, upper case; unique among those alive. */
  userCode: string;
  clientId: string;
  scope: string;
  expiresMs: number;
  intervalMs: number;
  answer?: { kind: 'approved'; signedIn: SignedIn } | { kind: 'declined' };
  redeemed?: boolean;
}

/** What a user or an administrator agreed to; key `{clientId}/{userId}` or `{clientId}/*`. */
export interface ConsentRecord {
  clientId: string;
  /** `*`: an administrator, for everybody. */
  userId: string;
  /** `{audience}/{permission}` each. */
  permissions: readonly string[];
}

/** Settings of the tenant that change while it lives; key `tenant`. */
export interface SettingsRecord {
  passThroughAuthentication: boolean;
  passwordHashSync: boolean;
  /** `SynchronizeUpnForManagedUsers`. */
  synchronizeUpn: boolean;
  /** Absent: as the tenant was made. */
  passwordWriteback?: boolean;
  /** Since one of them was converted. Absent: as the tenant was made. */
  domains?: readonly Domain[];
  /** When AD FS was shut down, if it was. */
  adFsRetiredMs?: number;
  /** Smart lockout, set by an administrator. Absent: as the lab's timings say. */
  smartLockout?: { threshold: number; durationMs: number };
}

/**
 * Addresses a user has signed in from, latest last; key user id. Smart lockout calls them familiar.
 */
export interface PlacesRecord {
  addresses: readonly string[];
}

/**
 * The 30-second step of the last one-time code a user gave, so that none works twice; key user id.
 */
export interface UsedCodeRecord {
  step: number;
}

/** A number to be tapped in the (imaginary) app; whoever waits for the answer holds the key. */
export interface NumberChallengeRecord {
  userId: string;
  number: string;
  expiresMs: number;
  answer?: 'approved' | 'denied';
}

/** Signing keys, newest last; `privatePem` only where the crypto can export it. */
export interface SigningKeyRecord {
  kid: string;
  certificatePem: string;
  privatePem: string;
  createdMs: number;
}

/** One sign-in through the pages, from the request to the answer. */
export interface FlowRecord {
  request: SignInRequest;
  purpose: Purpose;
  startedMs: number;
  expiresMs: number;
  progress: FlowProgress;
}

/** What has been answered so far; which page is next follows from it (`next-step.ts`). */
export interface FlowProgress {
  /** The page that was shown last. */
  shown?: string;
  /** Typed on the first page. */
  userName?: string;
  /** Of the accounts of this browser; `other` is somebody who is not among them. */
  picked?: { userId: string } | 'other';
  /** The password was given in this flow. */
  signedIn?: SignedIn;
  /** Who said that it was right. */
  judged?: { method: SignInRow['method']; handOff?: HandOff };
  /** The right password, but expired: it has to be changed first. */
  expiredUserId?: string;
  challenge?: { id: string; number: string };
  /** Wrong answers to the second factor. */
  wrongFactors?: number;
  keepSignedIn?: boolean;
  consented?: boolean;
  /** The person said that this is the device they mean. */
  confirmed?: boolean;
}

/** Every collection, and how many records it may hold before the oldest is dropped. */
export interface StateShape {
  flows: FlowRecord;
  users: User;
  settings: SettingsRecord;
  sessions: SessionRecord;
  codes: CodeRecord;
  refreshTokens: RefreshTokenRecord;
  families: FamilyRecord;
  deviceCodes: DeviceCodeRecord;
  consents: ConsentRecord;
  /** Key `{userId}/familiar` or `{userId}/unfamiliar`. */
  lockouts: Lockout;
  places: PlacesRecord;
  usedCodes: UsedCodeRecord;
  numberChallenges: NumberChallengeRecord;
  signingKeys: SigningKeyRecord;
}
