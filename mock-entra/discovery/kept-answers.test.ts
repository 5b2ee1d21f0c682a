/** Rendered once: per key and per cloud, and the oldest goes when there are too many. */
import { expect, test } from 'vitest';
import { renderText } from '../exchange.ts';
import { createWorld } from '../stub-world.ts';
import { keepAnswer } from './kept-answers.ts';

const KEPT_MAX = 64;

test('an answer is kept for its key and its cloud only', async () => {
  const [one, other] = [(await createWorld()).entra.cloud, (await createWorld()).entra.cloud];
  expect(keepAnswer(one, 'keys', () => renderText(200, 'first')).body).toBe('first');
  expect(keepAnswer(one, 'keys', () => renderText(200, 'second')).body).toBe('first');
  expect(keepAnswer(one, 'configuration', () => renderText(200, 'third')).body).toBe('third');
  expect(keepAnswer(other, 'keys', () => renderText(200, 'fourth')).body).toBe('fourth');
});

test.each([
  [KEPT_MAX - 1, 'first'],
  [KEPT_MAX, 'again'],
])('after %i more keys the first one is answered %s', async (more, expected) => {
  const { cloud } = (await createWorld()).entra;
  keepAnswer(cloud, 'keys', () => renderText(200, 'first'));
  for (let n = 0; n < more; n++) keepAnswer(cloud, `port ${n}`, () => renderText(200, ''));
  expect(keepAnswer(cloud, 'keys', () => renderText(200, 'again')).body).toBe(expected);
});
