/**
 * The decisions of set-up: versions, what is installed, how npm's failures and long comments read.
 */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { firstDifference } from './installed.mjs';
import { isOlder } from './node-version.mjs';
import { describeFailure, machinePath } from './npm.mjs';
import { wrapComments } from './wrap-comments.mjs';

describe('Node versions', () => {
  test.each([
    ['v22.21.9', true],
    ['v22.22.0', false],
    ['v22.22.3', false],
    ['v9.0.0', true],
    ['v26.10.0', false],
    ['v23.0.0-pre', false],
  ])('%s older than 22.22: %s', (version, older) => {
    expect(isOlder(version, '22.22')).toBe(older);
  });
});

test('the Node that another folder’s packages brought is the machine’s, our own is not', () => {
  const own = path.join(import.meta.dirname, '../node_modules/.bin');
  const [others, system] = [path.resolve('/elsewhere/node_modules/.bin'), path.resolve('/bin')];
  expect(machinePath([own, others, system].join(path.delimiter))).toBe(
    [others, system].join(path.delimiter),
  );
});

describe('what is installed', () => {
  const wanted = {
    '': {},
    'node_modules/ws': { version: '8.1.0' },
    'node_modules/@a/b': { version: '1.0.0', optional: true },
  };

  test('is enough when an optional package for another platform is absent', () => {
    const present = { 'node_modules/ws': { version: '8.1.0' }, 'node_modules/node': {} };
    expect(firstDifference(wanted, present)).toBeUndefined();
  });

  test('is stale when an optional package has another version', () => {
    const present = { ...wanted, 'node_modules/@a/b': { version: '0.9.0' } };
    expect(firstDifference(wanted, present)).toBe(
      'package-lock.json asks for @a/b 1.0.0, node_modules has 0.9.0',
    );
  });

  test('is stale when a package is absent', () => {
    expect(firstDifference(wanted, {})).toContain('ws 8.1.0, node_modules has none');
  });
});

describe('a failed npm', () => {
  test('is told by its code and its first reason', () => {
    const complaint = 'npm ERR! code E404\nnpm ERR! 404 Not Found\nnpm ERR! 404 more\n';
    expect(describeFailure('ci', complaint)).toContain('npm ci failed (E404: 404 Not Found).');
  });

  test('that does not like the lockfile is not blamed on the network', () => {
    const said = describeFailure('ci', 'npm error code EUSAGE\nnpm error not in sync\n');
    expect(said).toMatch(/not in sync\)\. package\.json and package-lock\.json disagree/);
  });

  test('that says nothing is told as that', () => {
    expect(describeFailure('install', '')).toContain('(npm gave no reason)');
  });
});

describe('long comments', () => {
  const word = 'word '.repeat(30).trim();

  test('are flowed within 100 columns, and stay as they are the second time', () => {
    const once = wrapComments('a.ts', `/** ${word} */\ngo();\n  // ${word}\n  go();\n`);
    expect(once.split('\n').every((line) => line.length <= 100)).toBe(true);
    expect(once.replace(/[\s*/]+/g, ' ').trim()).toBe(`${word} go(); ${word} go();`);
    expect(wrapComments('a.ts', once)).toBe(once);
  });

  test('keep drawings, list items and tags apart', () => {
    const drawing = ' *   a ──▶ b';
    const text = `/**\n * ${word}\n *\n${drawing}\n * - item ${word}\n * @throws x\n */\ngo();\n`;
    const wrapped = wrapComments('a.ts', text);
    expect(wrapped).toContain(`\n *\n${drawing}\n * - item`);
    expect(wrapped).toMatch(/\n \* {3}word/);
    expect(wrapped).toContain('\n * @throws x\n */');
  });

  test('behind code are left alone', () => {
    const text = `go(); // ${word}\n`;
    expect(wrapComments('a.ts', text)).toBe(text);
  });
});
