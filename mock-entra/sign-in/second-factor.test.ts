/** One-time codes against the vectors of their RFC, and numbers that somebody taps. */
import { describe, expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { createWorld, NOAH, START_MS, type World } from '../stub-world.ts';
import {
  answerChallenge,
  createNumberChallenge,
  parseBase32,
  readChallenge,
  totpAt,
  verifyTotp,
} from './second-factor.ts';

/** `12345678901234567890`, the secret of RFC 6238. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const STEP_MS = 30_000;

function bytesOf(text: string): Uint8Array {
  return parseBase32(text) ?? new Uint8Array();
}

// EVIDENCE-OF RFC-6238: appendix B, mode SHA1, the last six of the eight digits
const VECTORS: [seconds: number, code: string][] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
];

test.each(VECTORS)('the code at second %i is the one of the RFC', (seconds, code) => {
  expect(totpAt(bytesOf(SECRET), Math.floor(seconds / 30))).toBe(code);
});

test('base32 is read as people write it, and nonsense is not read', () => {
  expect(Buffer.from(bytesOf(SECRET)).toString()).toBe('12345678901234567890');
  expect(bytesOf('gezd gnbv gy3t qojq====')).toEqual(bytesOf('GEZDGNBVGY3TQOJQ'));
  expect(parseBase32('GEZD0')).toBeUndefined();
});

async function withSecret() {
  const world = await createWorld();
  const { cloud } = world.entra;
  const noah = cloud.users.byName(NOAH.username);
  if (noah === undefined) throw new Error('Noah is gone');
  const user = { ...noah, secondFactor: { totpSecret: SECRET } };
  cloud.users.put(user);
  const codeAt = (atMs: number) => totpAt(bytesOf(SECRET), Math.floor(atMs / STEP_MS));
  return { world, cloud, user, codeAt };
}

describe('a one-time code', () => {
  test('counts one step early and one step late, and not two', async () => {
    for (const [steps, verdict] of [
      [-2, 'wrong'],
      [-1, 'right'],
      [0, 'right'],
      [1, 'right'],
      [2, 'wrong'],
    ] as const) {
      const { cloud, user, codeAt } = await withSecret();
      expect(verifyTotp(cloud, user, codeAt(START_MS + steps * STEP_MS))).toBe(verdict);
    }
  });

  // EVIDENCE-OF RFC-6238: "The verifier MUST NOT accept the second attempt of the OTP after the
  // successful validation has been issued for the first OTP"
  test(proves('sign-in.totp', 'counts once, and none from before it counts any more'), async () => {
    const { world, cloud, user, codeAt } = await withSecret();
    expect(verifyTotp(cloud, user, codeAt(START_MS))).toBe('right');
    expect(verifyTotp(cloud, user, codeAt(START_MS))).toBe('replayed');
    expect(verifyTotp(cloud, user, codeAt(START_MS - STEP_MS))).toBe('replayed');
    await world.clock.advanceTo(START_MS + STEP_MS);
    expect(verifyTotp(cloud, user, codeAt(START_MS + STEP_MS))).toBe('right');
  });

  test('of somebody without a secret, or of another length, is wrong', async () => {
    const { cloud, user, codeAt } = await withSecret();
    const { secondFactor: _none, ...bare } = user;
    expect(verifyTotp(cloud, bare, codeAt(START_MS))).toBe('wrong');
    expect(verifyTotp(cloud, user, '')).toBe('wrong');
    expect(verifyTotp(cloud, user, `${codeAt(START_MS)}0`)).toBe('wrong');
    expect(verifyTotp(cloud, user, '１２３４５６')).toBe('wrong');
  });
});

async function challenged(): Promise<{
  world: World;
  id: string;
  number: string;
  tap(answer: string): string;
  look(): string;
}> {
  const world = await createWorld();
  const { cloud } = world.entra;
  const user = cloud.users.byName(NOAH.username);
  if (user === undefined) throw new Error('Noah is gone');
  const { id, number } = createNumberChallenge(cloud, user);
  const tap = (answer: string) => answerChallenge(cloud, NOAH.username, answer);
  return { world, id, number, tap, look: () => readChallenge(cloud, id) };
}

describe('a number', () => {
  test(
    proves('sign-in.number-matching', 'waits for the person, who taps the same one'),
    async () => {
      const { number, tap, look } = await challenged();
      expect(number).toMatch(/^[1-9][0-9]$/);
      expect(look()).toBe('waiting');
      expect(tap(number)).toBe('approved');
      expect(look()).toBe('approved');
      expect(tap(number)).toBe('nothing-waiting');
    },
  );

  test('is denied by another number, and by saying no', async () => {
    for (const answer of ['deny', '07']) {
      const { tap, look } = await challenged();
      expect(tap(answer)).toBe('denied');
      expect(look()).toBe('denied');
    }
  });

  test('waits a minute and not one millisecond longer', async () => {
    const { world, number, tap, look } = await challenged();
    await world.clock.advanceTo(START_MS + 59_999);
    expect(look()).toBe('waiting');
    await world.clock.advanceTo(START_MS + 60_000);
    expect(look()).toBe('expired');
    expect(tap(number)).toBe('nothing-waiting');
  });

  test('that nobody knows has expired, and nobody waits for a stranger', async () => {
    const { world } = await challenged();
    const { cloud } = world.entra;
    expect(readChallenge(cloud, 'invented')).toBe('expired');
    expect(answerChallenge(cloud, 'nobody@contoso.example', '42')).toBe('nothing-waiting');
  });
});
