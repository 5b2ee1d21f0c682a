/**
 * Whether agents modelled on the documented server give way where the documents say: a ramp through
 * the whole protocol code in virtual time, so that this machine's speed plays no part. It verifies
 * our model of the documented agent, not a real one.
 */
import { findKnee } from '../load/knee/find-knee.ts';
import { rampVirtually } from '../load/knee/ramp-virtually.ts';
import { CAPACITY, DOCUMENTED_AGENT } from '../protocol/capacity.ts';
import { type Figure, type Row, row } from './figure.ts';

const [FROM, TO] = [CAPACITY.bandFromPerSecond.value, CAPACITY.bandToPerSecond.value];
/** Around the band, long enough for a plateau and short enough for nobody to time out. */
const RAMP = { from: FROM - 20, to: TO + 50, forSeconds: 5 };

export const knee: Figure = {
  name: 'knee',
  about: 'knee of a ramp per modelled agent, 1, 2, 3 and 5 agents, against the documented band',
  async measure(progress) {
    const rows: Row[] = [];
    for (const agents of [1, 2, 3, 5]) {
      progress(`${agents} agents`);
      const found = await kneePerAgent(agents);
      rows.push(
        row(
          { name: `knee-${agents}-agents`, value: found, unit: 'sign-ins/s per agent' },
          { what: 'lower end of the documented band', value: FROM },
          { atLeast: 1 },
        ),
        row(
          { name: `knee-${agents}-agents`, value: found, unit: 'sign-ins/s per agent' },
          { what: 'upper end of the documented band', value: TO },
          { atMost: 1 },
        ),
      );
    }
    return rows;
  },
};

/** Not a number where the ramp ended before anything gave way: it meets no goal. */
async function kneePerAgent(agents: number): Promise<number> {
  const { from, to, forSeconds } = RAMP;
  const { tally } = await rampVirtually({
    ...{ seed: 'bench', agents, capacity: DOCUMENTED_AGENT, forSeconds },
    ...{ from: agents * from, to: agents * to },
  });
  return (findKnee(tally.seconds())?.perSecond ?? Number.NaN) / agents;
}
