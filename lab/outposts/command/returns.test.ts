import { expect, test } from 'vitest';
import { LabError } from '../../../runtime/lab-error.ts';
import { createReturns } from './returns.ts';

const DC = { kind: 'controller', name: 'dc-2' } as const;

test('what fails when a container is back is said, with why, and is no trouble of the lab', async () => {
  const said: string[] = [];
  const returns = createReturns({ say: (sentence) => said.push(sentence) });
  const report = (error: LabError) => expect.fail(error.message);
  returns.onReturn({
    controller: async () => {
      throw new LabError('DIRECTORY_NOT_PROVISIONED', 'nobody answers');
    },
  });
  returns.joined(DC);
  expect(said).toEqual([]);
  returns.left(DC, report);
  returns.joined(DC);
  await new Promise(setImmediate);
  const back = 'controller dc-2 is back, but of no use yet, restart its container: nobody answers';
  const gone = 'controller dc-2 has gone away: the lab goes on without it until it is back';
  expect(said.splice(0)).toEqual([gone, back]);
  returns[Symbol.dispose]();
  returns.left(DC, report);
  expect(said).toEqual([]);
});
