/** The bounded log and its pages. */
import { expect, test } from 'vitest';
import { createSignInLog, type SignInRow } from './sign-in-log.ts';

function logOf(rowsMax: number, count: number) {
  const log = createSignInLog(rowsMax);
  for (let n = 1; n <= count; n++) log.add({ id: String(n) } as SignInRow);
  return log;
}

const ids = (rows: readonly SignInRow[]) => rows.map(({ id }) => id);

test('the log keeps the newest rows and no more', () => {
  const { rows, next } = logOf(3, 5).page(100);
  expect(ids(rows)).toEqual(['5', '4', '3']);
  expect(next).toBeUndefined();
});

test('a page goes on where the one before ended, though rows came and went', () => {
  const log = logOf(4, 4);
  const first = log.page(2);
  log.add({ id: '5' } as SignInRow);
  expect(ids(first.rows)).toEqual(['4', '3']);
  expect(ids(log.page(2, first.next).rows)).toEqual(['2']);
});
