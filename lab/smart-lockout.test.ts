/** Smart lockout in front of the directory's own: which of the two locks first, and who notices. */
import { expect, test } from 'vitest';
import { causes } from '../test/parity/causes.ts';
import { proves } from '../test/parity/proves.ts';
import type { LabOptions } from './estate.ts';
import type { Lab } from './lab.ts';
import { attemptSignIn } from './sign-in.ts';
import { startLab } from './start-lab.ts';

const RIGHT = 'the right one';

async function guess(lab: Lab, times: number, password = 'wrong') {
  const { healthy } = lab.accounts;
  const results = [];
  for (let n = 0; n < times; n++) {
    const { result } = await lab.drive(
      attemptSignIn({
        network: lab.network,
        from: lab.prober,
        authority: lab.endpoints.authority,
        clientId: lab.clientId,
        scope: 'openid',
        correlationId: '00000000-0000-4000-8000-000000000001',
        timeoutMs: lab.timings.probeTimeoutMs,
        userName: healthy?.userName ?? '',
        password: password === RIGHT ? (healthy?.password ?? '') : password,
      }),
    );
    results.push(result);
  }
  return results;
}

const account = (lab: Lab) => lab.directory.find(lab.accounts.healthy?.userName ?? '');

function quietLab(options: LabOptions = {}): Promise<Lab> {
  return startLab({ users: 1, traffic: false, ...options });
}

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
