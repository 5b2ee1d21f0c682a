/**
 * The house rules, held by a test. Each message names the replacement; the rules themselves are
 * tried on planted violations in test/tidy/rules.test.ts.
 */
import { describe, expect, test } from 'vitest';
import { EXCEPTIONS } from './tidy/exceptions.ts';
import { readSources } from './tidy/read-sources.ts';
import { RULES, type RuleName } from './tidy/rules.ts';
import { createTree } from './tidy/tree.ts';

const tree = createTree(readSources());
const findings = Object.entries(RULES).map(([name, rule]) => ({ name, found: rule(tree) }));

const isExcepted = (rule: string, file: string) =>
  EXCEPTIONS.some((exception) => exception.rule === rule && exception.path === file);

describe('house rules', () => {
  test.each(findings)('$name', ({ name, found }) => {
    const left = found.filter(({ path: file }) => !isExcepted(name, file));
    const lines = left.map(({ path: file, line, message }) => `${file}:${line} ${message}`);
    if (lines.length > 0) expect.fail(`\n${lines.join('\n')}`);
  });

  test('every exception is still needed', () => {
    const broken = (rule: RuleName, file: string) =>
      RULES[rule](tree).some((violation) => violation.path === file);
    expect(EXCEPTIONS.filter(({ rule, path: file }) => !broken(rule, file))).toEqual([]);
  });
});
