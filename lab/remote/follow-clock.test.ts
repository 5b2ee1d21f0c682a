import { expect, test } from 'vitest';
import { followClock } from './follow-clock.ts';

test('an agent that is stopped waits for no answer that the lab holds back', async () => {
  const asked = Promise.withResolvers<AbortSignal>();
  const following = followClock({
    report(stop) {
      asked.resolve(stop);
      return new Promise((_, reject) => {
        stop.addEventListener('abort', () => reject(new Error('given up')));
      });
    },
    catchUp: () => expect.fail('it was told no time'),
    onTrouble: (error) => expect.fail(String(error)),
  });
  const stop = await asked.promise;
  expect(stop.aborted).toBe(false);
  following[Symbol.dispose]();
  expect(stop.aborted).toBe(true);
});
