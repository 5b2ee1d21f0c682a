/**
 * Stand-ins for the two second factors: one-time codes as RFC 6238 has them, and a number to be
 * tapped in an app that does not exist: whoever drives the lab answers through its control API.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Cloud } from '../cloud.ts';
import { changeRecord } from '../shared/change-record.ts';
import type { NumberChallengeRecord } from '../state/records.ts';
import type { User } from '../tenant/tenant.ts';

type Remembering = Pick<Cloud, 'state' | 'clock' | 'timings' | 'sharing'>;

const DIGITS = 6;

/** A code counts one step early or late, and never twice: nor does one older than the last used. */
export function verifyTotp(
  cloud: Remembering,
  user: User,
  code: string,
): TotpVerdict | Promise<TotpVerdict> {
  const { clock, timings } = cloud;
  const secret = parseBase32(user.secondFactor?.totpSecret ?? '');
  if (secret === undefined || secret.length === 0) return 'wrong';
  const now = Math.floor(clock.nowMs() / timings.totpStepMs);
  const step = [now, now - 1, now + 1].find((at) => isSame(totpAt(secret, at), code.trim()));
  if (step === undefined) return 'wrong';
  const claimed = changeRecord(cloud, 'usedCodes', user.id, (used) =>
    used !== undefined && step <= used.step ? undefined : { step },
  );
  const verdict = (isFirst: boolean) => (isFirst ? 'right' : 'replayed');
  return typeof claimed === 'boolean' ? verdict(claimed) : claimed.then(verdict);
}

export type TotpVerdict = 'right' | 'wrong' | 'replayed';

/** RFC 6238 on top of RFC 4226: HMAC-SHA-1, six digits. */
export function totpAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const value = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** DIGITS;
  return String(value).padStart(DIGITS, '0');
}

function isSame(expected: string, got: string): boolean {
  const bytes = Buffer.from(got);
  return bytes.length === expected.length && timingSafeEqual(Buffer.from(expected), bytes);
}

export const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Undefined if it is no base32; spaces, case and padding do not matter. */
export function parseBase32(text: string): Uint8Array | undefined {
  const letters = text.toUpperCase().replaceAll(/[\s=]/g, '');
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of letters) {
    const digit = BASE32.indexOf(letter);
    if (digit < 0) return undefined;
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
  }
  return Uint8Array.from(bytes);
}

export interface NumberChallenge {
  id: string;
  /** Two digits, shown on the page. */
  number: string;
}

export function createNumberChallenge(
  { state, clock, timings, ids }: Remembering & Pick<Cloud, 'ids'>,
  user: User,
): NumberChallenge {
  const id = ids.guid();
  const number = String(10 + ids.below(90));
  const expiresMs = clock.nowMs() + timings.numberChallengeLifetimeMs;
  state.numberChallenges.set(id, { userId: user.id, number, expiresMs });
  return { id, number };
}

export type ChallengeState = 'waiting' | 'approved' | 'denied' | 'expired';

/** One that nobody knows, or no longer, has expired. */
export function readChallenge({ state, clock }: Remembering, id: string): ChallengeState {
  const challenge = state.numberChallenges.get(id);
  return challenge === undefined ? 'expired' : stateOf(challenge, clock.nowMs());
}

function stateOf({ answer, expiresMs }: NumberChallengeRecord, nowMs: number): ChallengeState {
  return answer ?? (nowMs < expiresMs ? 'waiting' : 'expired');
}

/**
 * The person’s answer to the latest challenge that waits for them. A number other than the one on
 * the page denies it. `nothing-waiting` also where the tenant has nobody of that name.
 */
export function answerChallenge(
  { state, clock, users }: Pick<Cloud, 'state' | 'clock' | 'users'>,
  userName: string,
  answer: string,
): 'approved' | 'denied' | 'nothing-waiting' {
  const user = users.byName(userName);
  const waiting = [...state.numberChallenges.entries()].findLast(
    ([, challenge]) =>
      challenge.userId === user?.id && stateOf(challenge, clock.nowMs()) === 'waiting',
  );
  if (waiting === undefined) return 'nothing-waiting';
  const [id, challenge] = waiting;
  const outcome = answer.trim() === challenge.number ? 'approved' : 'denied';
  state.numberChallenges.set(id, { ...challenge, answer: outcome });
  return outcome;
}
