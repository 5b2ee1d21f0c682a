/** Smart lockout in front of the directory's own: which of the two locks first, and who notices. */
import { expect, test } from 'vitest';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import type { Lab } from '../lab.ts';
import { healthy, quietLab, signIn } from './stub-person.ts';

const RIGHT = 'the right one';

async function guess(lab: Lab, times: number, password = 'wrong') {
  const { userName, password: right } = healthy(lab);
  const results = [];
  for (let n = 0; n < times; n++) {
    results.push(await signIn(lab, userName, password === RIGHT ? right : password));
  }
  return results;
}

const account = (lab: Lab) => lab.directory.find(lab.accounts.healthy?.userName ?? '');

// EVIDENCE-OF ED-LOCK: "This configuration ensures Microsoft Entra smart lockout stops your
// on-premises AD DS accounts from being locked out by brute force attacks"
test(
  proves('sign-in.smart-lockout-pta', 'with the numbers as they are, guessing locks Entra, not AD'),
  async () => {
    await using lab = await quietLab();
    expect(await guess(lab, 12)).toEqual([...Array(10).fill(50126), 50053, 50053]);
    expect(account(lab)?.badPasswordCount).toBe(10);
    expect(account(lab)?.lockedUntilMs).toBeUndefined();
    await lab.wait(lab.timings.smartLockoutDurationMs);
    expect(await guess(lab, 1, RIGHT)).toEqual([0]);
    expect(account(lab)?.badPasswordCount).toBe(0);
  },
);

test(
  causes(50053, 'where AD’s threshold is the lower one, guessing locks the account on premises'),
  async () => {
    await using lab = await quietLab({ timings: { adLockoutThreshold: 5 } });
    expect(await guess(lab, 5)).toEqual(Array(5).fill(50126));
    expect(account(lab)?.lockedUntilMs).toBeDefined();
    expect(await guess(lab, 1, RIGHT)).toEqual([50053]);
    expect(lab.entra.signIns().at(0)?.method).toBe('pass-through');
    await lab.wait(lab.timings.smartLockoutDurationMs);
    expect(await guess(lab, 1, RIGHT)).toEqual([50053]);
    await lab.wait(lab.timings.adLockoutDurationMs);
    expect(await guess(lab, 1, RIGHT)).toEqual([0]);
  },
);
