/**
 * Alarms on a thousand healthy days: with wrong passwords, new ones, restarts and renewals. The
 * goal is none; what one look alone suspects is printed beside it.
 */
import { spendHealthyDays } from '../lab/diagnosis/healthy-days.ts';
import type { Figure, Row } from './figure.ts';

const LIVES = 5;
/** Long enough for a renewal. */
const DAYS_EACH = 200;

export const falseAlarms: Figure = {
  name: 'false-alarms',
  about: '1,000 healthy virtual days with two looks each: alarms, of which there must be none',
  async measure(progress) {
    let alarms = 0;
    let looks = 0;
    for (let life = 1; life <= LIVES; life++) {
      const lived = await spendHealthyDays(DAYS_EACH, String(life));
      alarms += lived.alarms.length;
      looks += lived.looks;
      const { suspicions } = lived;
      progress(`life ${life}: ${lived.looks} looks, ${suspicions} suspicions, ${alarms} alarms`);
      for (const alarm of lived.alarms) progress(JSON.stringify(alarm));
    }
    return [rowOf(alarms, looks)];
  },
};

function rowOf(alarms: number, looks: number): Row {
  const against = `bound: none in ${LIVES * DAYS_EACH} days, ${looks} looks`;
  return {
    ...{ name: 'false-alarms', value: alarms, unit: 'alarms', against },
    ...{ ratio: alarms, goal: 'none', met: alarms === 0 },
  };
}
