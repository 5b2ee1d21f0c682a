/** What is taken for an answer of the chain, against the table of codes. */
import { expect, test } from 'vitest';
import { isAadstsCode } from './aadsts.ts';
import { AADSTS_PTA } from './aadsts-pta.ts';
import { AGENT_FAILURES, CHAIN_ANSWERS, chainAnswerOf, NO_AGENT } from './chain-answers.ts';

const CODES = Object.keys(CHAIN_ANSWERS).map(Number);

test('every code is one that the lab knows', () => {
  expect([...CODES, ...AGENT_FAILURES, NO_AGENT].filter((code) => !isAadstsCode(code))).toEqual([]);
});

test('no failure of an agent, and no code that nobody knows, passes for an answer', () => {
  const codes = [...AGENT_FAILURES, NO_AGENT, 90033, 99999];
  expect(codes.filter((code) => chainAnswerOf(code) !== undefined)).toEqual([]);
});

test('each code of an agent is its own failure, a person’s, or the want of one', () => {
  const others = Object.keys(AADSTS_PTA)
    .map(Number)
    .filter((code) => !AGENT_FAILURES.includes(code) && code !== NO_AGENT);
  expect(others).toEqual([80004, 80012]);
});
