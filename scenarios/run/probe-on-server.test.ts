/** Steps of a scenario whose probe stands on an agent's server. */
import { expect, test } from 'vitest';
import { startLab } from '../../lab/start-lab.ts';
import { observeProbe } from './steady-state.ts';

test('it stands on the server that the step names, or on the first', async () => {
  await using lab = await startLab({ seed: 'on', traffic: false });
  await lab.drive(lab.faults.on('agent-stopped', { agents: ['agt-2'] }));
  const look = (on?: string) => {
    const step = { probe: 'agent-host', expect: {}, ...(on !== undefined && { on }) };
    return lab.drive(observeProbe(lab, step, { next: 0 }));
  };
  expect(await look()).toMatchObject({ verdict: 'pass', observation: { server: 'agt-1' } });
  expect(await look('agt-2')).toMatchObject({
    ...{ probe: 'agent-host on agt-2', verdict: 'fail', observation: { server: 'agt-2' } },
  });
  await expect(look('agt-9')).rejects.toThrow('expected one of the servers agt-1, agt-2, agt-3');
});
