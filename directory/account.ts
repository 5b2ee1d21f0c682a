/**
 * An account of the embedded directory. Passwords are kept as one salted HMAC, which is enough for
 * invented test users and for nobody else: this is no password store.
 */

import { createHash, createHmac } from 'node:crypto';
import { HOUR_MS } from '../protocol/time-units.ts';
import type { Dice } from '../runtime/ports.ts';
import type { Secret } from '../runtime/secret.ts';

export interface AccountRules {
  disabled?: boolean;
  /** From this moment on the account has expired. Absent: never. */
  accountExpiresMs?: number;
  /** From this moment on the password has expired. Absent: never. */
  passwordExpiresMs?: number;
  mustChangePassword?: boolean;
  /** Hours of the week that allow a logon, as `hourOfWeek` counts them. Absent: all. */
  logonHours?: readonly number[];
  /** Machines allowed to log the user on, for PTA the agents' servers; `*` is any. Absent: any. */
  workstations?: readonly string[];
  /** The person may not change it; an administrator still can. */
  cannotChangePassword?: boolean;
  /** A lockout that is there from the start; `Infinity` lasts until an administrator ends it. */
  lockedUntilMs?: number;
}

export interface DirectoryAccount extends Readonly<AccountRules> {
  /** Stays when everything else changes; synchronisation ties the cloud's user to it. */
  readonly id: string;
  /** The name it was made with, however it is called now. */
  readonly createdAs: string;
  readonly userPrincipalName: string;
  readonly salt: string;
  readonly digest: string;
  readonly badPasswordCount: number;
  readonly lastBadPasswordMs?: number;
}

/** The salt comes from a stream named after the user, so the order of creation changes nothing. */
export function createAccount(
  userPrincipalName: string,
  password: Secret,
  dice: Dice,
  rules: AccountRules = {},
  id?: string,
): DirectoryAccount {
  const salt = Buffer.from(dice.fork(`salt/${userPrincipalName}`).bytes(16)).toString('hex');
  return {
    ...rules,
    id: id ?? idFor(salt),
    createdAs: userPrincipalName,
    userPrincipalName,
    salt,
    digest: digestPassword(salt, password),
    badPasswordCount: 0,
  };
}

/** In the form of an immutable id: 16 bytes in base64. */
function idFor(salt: string): string {
  return createHash('sha256').update(salt).digest().subarray(0, 16).toString('base64');
}

export function digestPassword(salt: string, password: Secret): string {
  return createHmac('sha256', salt).update(password.reveal()).digest('hex');
}

const HOURS_PER_WEEK = 168;
/** 1 January 1970 was a Thursday; Active Directory's week begins on Sunday. */
const EPOCH_HOUR_OF_WEEK = 4 * 24;

/** 0 is Sunday 00:00–00:59 UTC, 167 Saturday 23:00–23:59: the order of the `logonHours` bits. */
export function hourOfWeek(nowMs: number): number {
  return (Math.floor(nowMs / HOUR_MS) + EPOCH_HOUR_OF_WEEK) % HOURS_PER_WEEK;
}
