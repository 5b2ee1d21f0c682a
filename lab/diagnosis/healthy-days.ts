/**
 * Days on which nothing is broken: people sign in, some with a wrong password, some change theirs,
 * servers restart for updates, certificates are renewed. Whoever raises an alarm here is wrong. An
 * alarm is two looks in a row that are not healthy, as alerts want two failures in a row.
 */

import { diagnose } from '../../probes/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../probes/diagnosis/diagnosis.ts';
import { DAY_MS, MINUTE_MS } from '../../protocol/time-units.ts';
import { createDice } from '../../runtime/dice.ts';
import type { Lab } from '../lab.ts';
import { startLab } from '../start-lab.ts';
import { lookAround } from './look-around.ts';

export interface HealthyDays {
  days: number;
  looks: number;
  /** One look that was not healthy, such as during a restart. */
  suspicions: number;
  alarms: readonly { day: number; state: Diagnosis['state']; named: readonly string[] }[];
}

const LOOKS_A_DAY = 2;
const EVERY_MS = DAY_MS / LOOKS_A_DAY;
/** Who saw something looks again after that long. */
const AGAIN_MS = 15 * MINUTE_MS;
const TRAFFIC_MS = 20 * MINUTE_MS;

export async function spendHealthyDays(days: number, seed: string): Promise<HealthyDays> {
  const dice = createDice(`healthy/${seed}`);
  const lab = await startLab({ seed: `healthy-${seed}`, traffic: { everyMs: TRAFFIC_MS } });
  try {
    const alarms: HealthyDays['alarms'][number][] = [];
    let looks = 0;
    let suspicions = 0;
    const startMs = lab.clock.nowMs();
    for (let day = 0; day < days; day++) {
      for (let look = 0; look < LOOKS_A_DAY; look++) {
        const dueMs = startMs + day * DAY_MS + look * EVERY_MS;
        await lab.advance(Math.max(0, dueMs + dice.below(EVERY_MS / 2) - lab.clock.nowMs()));
        if (look === 0) await liveOn(lab, day, dice.below(10));
        looks++;
        if (isWell(await lookOnce(lab))) continue;
        suspicions++;
        await lab.advance(AGAIN_MS);
        const again = await lookOnce(lab);
        if (!isWell(again)) alarms.push({ day, ...again });
      }
    }
    return { days, looks, suspicions, alarms };
  } finally {
    await lab[Symbol.asyncDispose]();
  }
}

/** Every tenth day a server restarts, just before somebody looks; every seventh a new password. */
async function liveOn(lab: Lab, day: number, chance: number): Promise<void> {
  const names = [...lab.servers.keys()];
  const server = names[day % names.length];
  if (chance === 0 && server !== undefined) {
    await lab.drive(lab.changes.apply('reboot-server', { agents: [server] }));
  }
  const person = lab.accounts.passwordExpired?.userName;
  if (day % 7 === 3 && person !== undefined) {
    await lab.drive(lab.changes.apply('reset-password', { users: [person] }));
  }
}

async function lookOnce(lab: Lab) {
  const { state, candidates } = diagnose(await lookAround(lab, { signIns: 1 }));
  return { state, named: candidates.map(({ cause }) => cause) };
}

function isWell({ state, named }: { state: Diagnosis['state']; named: readonly string[] }) {
  return state === 'healthy' && named.length === 0;
}
