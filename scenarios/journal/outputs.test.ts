/** Files on disk: all of them or none, and nobody else's is touched. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadScenario } from '../catalogue.ts';
import { runScenario } from '../run/run.ts';
import { checkFolder, defaultFolder, writeOutputs } from './outputs.ts';
import { renderJournal } from './render-journal.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-outputs-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

const { journal, history } = await runScenario(loadScenario('tls-inspection'));
const facts = {
  host: { platform: 'p', arch: 'a', node: 'v26' },
  ...{ startedAt: '2026-11-02T08:00:00.000Z', wallMs: 1, command: 'rehearse' },
};
const FILES = ['history.jsonl', 'journal.json', 'junit.xml', 'report.html', 'run.json'];
const renderReport = () => '<!doctype html>';

test('five files, in a folder that is made where needed', () => {
  const folder = path.join(parent, 'a', 'b');
  const written = writeOutputs({ journal, history, facts, folder, renderReport });
  expect(readdirSync(folder)).toEqual(FILES);
  expect(written.map((file) => path.basename(file)).sort()).toEqual(FILES);
  expect(readFileSync(path.join(folder, 'journal.json'), 'utf8')).toBe(renderJournal(journal));
  expect(readdirSync(path.join(parent, 'a'))).toEqual(['b']);
});

test('a second run replaces its own files and leaves others alone', () => {
  writeFileSync(path.join(parent, 'notes.txt'), 'mine');
  writeOutputs({ journal, history, facts, folder: parent, renderReport: () => 'old' });
  writeOutputs({ journal, history, facts, folder: parent, renderReport });
  expect(readFileSync(path.join(parent, 'notes.txt'), 'utf8')).toBe('mine');
  expect(readFileSync(path.join(parent, 'report.html'), 'utf8')).toBe(renderReport());
});

test('where nothing can be written, one sentence says so and nothing is left behind', () => {
  const file = path.join(parent, 'file');
  writeFileSync(file, '');
  const folder = path.join(file, 'run');
  expect(() => writeOutputs({ journal, history, facts, folder, renderReport })).toThrow(
    `${folder}: expected a folder that can be written to, got ENOTDIR.`,
  );
  expect(readdirSync(parent)).toEqual(['file']);
});

test('a folder that cannot be had is known before the run, and looking leaves no trace', () => {
  const file = path.join(parent, 'file');
  writeFileSync(file, '');
  for (const folder of [file, path.join(file, 'run')]) {
    expect(() => checkFolder(folder)).toThrow(
      `${folder}: expected a folder that can be written to, got ENOTDIR.`,
    );
  }
  checkFolder(path.join(parent, 'a', 'b'));
  checkFolder(parent);
  expect(readdirSync(parent)).toEqual(['file']);
});

test('what cannot be rendered leaves the old files as they were', () => {
  mkdirSync(path.join(parent, 'run'));
  const folder = path.join(parent, 'run');
  writeOutputs({ journal, history, facts, folder, renderReport });
  const broken = () => {
    throw new TypeError('no report');
  };
  const other = { ...journal, because: 'another' };
  expect(() =>
    writeOutputs({ journal: other, history, facts, folder, renderReport: broken }),
  ).toThrow();
  expect(readFileSync(path.join(folder, 'journal.json'), 'utf8')).toBe(renderJournal(journal));
});

test('the usual folder is named after scenario, mode and seed', () => {
  expect(defaultFolder(journal)).toBe(path.join('.pta-lab', 'runs', 'tls-inspection-virtual-1'));
  const odd = { ...journal, restedOn: { ...journal.restedOn, seed: '../x y' } };
  expect(path.basename(defaultFolder(odd))).toBe('tls-inspection-virtual-.._x_y');
});
