/** What may be shown of an error, and how each ends. */
import { describe, expect, test } from 'vitest';
import { EXIT_CODES, endingOfError, gravestEnding, renderExitCodes } from './exit-codes.ts';
import { renderCrash } from './report-error.ts';

describe('our own bug', () => {
  const text = renderCrash(new TypeError('cannot parse "username=u&password=Canary-1"'));

  test('shows its class and where it was, but never its message', () => {
    expect(text).toContain('pta-lab itself broke (TypeError)');
    expect(text).toMatch(/ {2}at .*cli\/report-error\.test\.ts:\d+/);
    expect(text).not.toContain('Canary');
    expect(text).not.toContain('cannot parse');
  });

  test('may be anything that was thrown', () => {
    expect(renderCrash('Canary-1')).toContain('pta-lab itself broke (string)');
    expect(renderCrash('Canary-1')).not.toContain('Canary');
  });
});

test.each([
  ['SCENARIO_INVALID', 'usage'],
  ['FAULT_PARAMETER', 'usage'],
  ['ESTATE_INVALID', 'usage'],
  ['TENANT_INVALID', 'usage'],
  ['TENANT_UNREADABLE', 'usage'],
  ['STATE_OF_ANOTHER', 'usage'],
  ['STATE_DAMAGED', 'usage'],
  ['CONTROL_TOKEN', 'usage'],
  ['PORT_BUSY', 'environment'],
  ['STATE_UNREADABLE', 'environment'],
  ['HARNESS_EMFILE', 'environment'],
])('%s ends as %s', (code, ending) => {
  expect(endingOfError(code)).toBe(ending);
});

test.each([
  [[], 'pass'],
  [['pass', 'inconclusive', 'pass'], 'inconclusive'],
  [['fail', 'inconclusive'], 'fail'],
  [['fail', 'rollback', 'pass'], 'rollback'],
  [['interrupted', 'pass'], 'interrupted'],
] as const)('of %j the gravest counts: %s', (endings, gravest) => {
  expect(gravestEnding(endings)).toBe(gravest);
});

test('every exit code has a number of its own and a line in the help', () => {
  const codes = Object.values(EXIT_CODES).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const { code, meaning } of Object.values(EXIT_CODES)) {
    expect(renderExitCodes()).toMatch(new RegExp(`^  ${code} +`, 'm'));
    expect(renderExitCodes()).toContain(meaning);
  }
});
