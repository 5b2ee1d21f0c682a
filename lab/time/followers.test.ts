import { expect, test } from 'vitest';
import { createFollowers } from './followers.ts';

test('who moves the clock waits for those who follow it, and tells them how far', async () => {
  const followers = createFollowers();
  const told = followers.report('agt-9', 1_000, 1_000);
  let there = false;
  const bringing = followers.bring(11_000).then(() => {
    there = true;
  });
  expect(await told).toBe(11_000);
  expect(there).toBe(false);
  const next = followers.report('agt-9', 11_000, 11_000);
  await bringing;
  // Already there when the next slice comes.
  const second = followers.bring(21_000);
  expect(await next).toBe(21_000);
  void followers.report('agt-9', 21_000, 21_000);
  await second;
});

test('who comes late is told at once where the lab is', async () => {
  const followers = createFollowers();
  expect(await followers.report('agt-9', 1_000, 90_000)).toBe(90_000);
});

test('two who move the clock at once both hear of the arrival', async () => {
  const followers = createFollowers();
  const told = followers.report('agt-9', 1_000, 1_000);
  const both = Promise.all([followers.bring(11_000), followers.bring(6_000)]);
  expect(await told).toBe(11_000);
  void followers.report('agt-9', 11_000, 11_000);
  await both;
  expect(followers.isAnybody()).toBe(true);
});

test('who leaves is waited for no longer', async () => {
  const followers = createFollowers();
  void followers.report('agt-9', 1_000, 1_000);
  const bringing = followers.bring(11_000);
  followers.leave('agt-9');
  await bringing;
  expect(followers.isAnybody()).toBe(false);
});

test('nobody follows: nothing is waited for', async () => {
  await createFollowers().bring(1_000);
});
