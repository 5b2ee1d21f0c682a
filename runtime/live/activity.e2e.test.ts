/** When the world counts as quiet. */
import { expect, test } from 'vitest';
import { createJobCount } from '../crypto/job-count.ts';
import { type Activity, createActivity } from './activity.ts';

function startActivity(patienceMs?: number) {
  const jobs = createJobCount();
  const crypto = {
    get pending() {
      return jobs.pending();
    },
    onSettled: jobs.onSettled,
  };
  const activity: Activity = createActivity({ crypto, ...(patienceMs && { patienceMs }) });
  return { jobs, activity };
}

test('a world in which nothing happens is quiet soon', async () => {
  using activity = startActivity().activity;
  await activity.quiet();
});

test('something that goes on over many turns of the event loop is waited for', async () => {
  using activity = startActivity().activity;
  let left = 50;
  const goOn = () => {
    activity.touch();
    left -= 1;
    if (left > 0) setImmediate(goOn);
  };
  goOn();
  await activity.quiet();
  expect(left).toBe(0);
});

test('a crypto job is waited for, and so is what it leads to', async () => {
  const { jobs, activity } = startActivity();
  using _ = activity;
  const done: string[] = [];
  const pause = () => new Promise<void>((resolve) => void setTimeout(resolve, 10));
  void jobs.run(pause).then(async () => {
    done.push('first');
    await jobs.run(pause);
    done.push('second');
  });
  await activity.quiet();
  expect(done).toEqual(['first', 'second']);
});

test('a world that never settles is a broken lab', async () => {
  using activity = startActivity(50).activity;
  let stop = false;
  const goOn = () => {
    activity.touch();
    if (!stop) setImmediate(goOn);
  };
  goOn();
  await expect(activity.quiet()).rejects.toMatchObject({ code: 'HARNESS_NOT_QUIET' });
  stop = true;
});

test('a crypto job that never ends is a broken lab, too', async () => {
  const { jobs, activity } = startActivity(50);
  using _ = activity;
  void jobs.run(() => new Promise(() => {}));
  await expect(activity.quiet()).rejects.toMatchObject({ code: 'HARNESS_NOT_QUIET' });
});
