import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createState } from '../../mock-entra/state/state.ts';
import { freshStateDir } from '../../test/state-dir.ts';
import { openStateFile } from './state-file.ts';

const folder = freshStateDir();
let files = 0;
const newPath = () => join(folder, `state-${++files}.db`);
const OWNER = { seed: '1', tenantId: 't-1' };
const family = (userId: string) => ({ userId });

function reopen(path: string) {
  const file = openStateFile(path);
  const state = createState(file.sink);
  const found = file.load(state);
  return { file, state, found };
}

test('what was set is there again, in the same order, and what was deleted is not', async () => {
  const path = newPath();
  const { file, state, found } = reopen(path);
  expect(found).toBe(false);
  for (const name of ['a', 'b', 'c']) state.families.set(name, family(name));
  state.families.set('a', family('again'));
  await Promise.resolve();
  state.families.delete('b');
  file.close();
  const again = reopen(path);
  expect(again.found).toBe(true);
  expect([...again.state.families.entries()]).toEqual([
    ['a', family('again')],
    ['c', family('c')],
  ]);
  again.file.close();
});

test('changes of one turn are in the file in the next, before it is closed', async () => {
  const path = newPath();
  const { file, state } = reopen(path);
  state.families.set('a', family('a'));
  await Promise.resolve();
  // As a kill leaves it: the log beside the file is not yet worked in.
  const copy = newPath();
  writeFileSync(copy, readFileSync(path));
  writeFileSync(`${copy}-wal`, readFileSync(`${path}-wal`));
  const after = reopen(copy);
  expect(after.state.families.get('a')).toEqual(family('a'));
  for (const one of [after.file, file]) one.close();
});

test('nobody but its owner may read the file', () => {
  const path = newPath();
  const { file, state } = reopen(path);
  state.families.set('a', family('a'));
  for (const one of [path, `${path}-wal`]) expect(statSync(one).mode & 0o077).toBe(0);
  file.close();
});

test('how far lab time is ahead is kept, and drift of the machine is not', () => {
  const path = newPath();
  const first = openStateFile(path);
  expect(first.aheadMs).toBe(0);
  let aheadMs = 500;
  first.follow({ nowMs: () => Date.now() + aheadMs });
  aheadMs = 3_600_000;
  first.keepTime();
  first.close();
  const second = openStateFile(path);
  expect(Math.abs(second.aheadMs - 3_600_000)).toBeLessThan(1_000);
  second.close();
});

test('a file of another seed or tenant is refused with both names', () => {
  const path = newPath();
  const { file } = reopen(path);
  expect([file.claim(OWNER), file.claim(OWNER)]).toEqual([0, 1]);
  expect(() => file.claim({ ...OWNER, seed: '2' })).toThrow(
    `expected the state of seed "2" in ${path}, got that of "1"`,
  );
  expect(() => file.claim({ ...OWNER, tenantId: 't-2' })).toThrow('tenantId "t-2"');
  file.close();
});

test('two labs do not share one file', () => {
  const path = newPath();
  const file = openStateFile(path);
  expect(() => openStateFile(path)).toThrow(`another lab keeps its state in ${path}`);
  file.close();
});

test('a file that is none of ours is refused and left as it is', () => {
  const text = newPath();
  writeFileSync(text, 'a letter to somebody, long enough to be taken for a database file by size');
  expect(() => openStateFile(text)).toThrow(`expected the state of a lab in ${text}`);
  expect(readFileSync(text, 'utf8')).toMatch(/^a letter/);

  const foreign = newPath();
  const database = new DatabaseSync(foreign);
  database.exec('CREATE TABLE holidays (day TEXT)');
  database.close();
  expect(() => openStateFile(foreign)).toThrow('got a table "holidays"');
  expect(() => openStateFile(join(folder, 'nowhere', 'state.db'))).toThrow('ENOENT');
});

test('a record that was tampered with is reported with the file', () => {
  const path = newPath();
  const { file, state } = reopen(path);
  state.families.set('a', family('a'));
  file.close();
  const database = new DatabaseSync(path);
  database.exec("UPDATE records SET json = '{' WHERE collection = 'families'");
  database.close();
  const again = openStateFile(path);
  expect(() => again.load(createState(again.sink))).toThrow(
    `expected the state of a lab in ${path}, got a record that is no JSON`,
  );
  again.close();
});
