/**
 * The police is tried on planted violations: each rule must find what is planted, say what to do
 * instead, and leave the version beside it alone.
 */
import { describe, expect, test } from 'vitest';
import { IMPORTS } from './plants/imports.ts';
import type { Files, Plant } from './plants/plant.ts';
import { SHAPE } from './plants/shape.ts';
import { TREE } from './plants/tree.ts';
import { RULES, type RuleName } from './rules.ts';
import { createTree } from './tree.ts';

/** A rule without a plant is a compile error here. */
const PLANTS: Readonly<Record<RuleName, readonly Plant[]>> = { ...IMPORTS, ...SHAPE, ...TREE };

function judge(rule: RuleName, files: Files) {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  return RULES[rule](createTree(sources)).map(({ message }) => message);
}

const cases = Object.entries(PLANTS).flatMap(([rule, plants]) =>
  plants.map((plant) => ({ rule: rule as RuleName, ...plant })),
);

describe('each rule', () => {
  test.each(cases)('$rule: finds "$says"', ({ rule, bad, says }) => {
    const messages = judge(rule, bad);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(says);
  });

  test.each(cases)('$rule: leaves what is right alone ($says)', ({ rule, good }) => {
    expect(judge(rule, good)).toEqual([]);
  });
});
