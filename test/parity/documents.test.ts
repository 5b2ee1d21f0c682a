/**
 * The generated documents are up to date, and the declarations they rest on are whole. Out of date?
 * `npm run docs` writes them.
 */
import { describe, expect, test } from 'vitest';
import { AADSTS, isAadstsCode } from '../../protocol/aadsts.ts';
import { readMarks } from './marks.ts';
import { renderAadsts } from './render-aadsts.ts';
import { renderFailureModes } from './render-failure-modes.ts';
import { renderParity } from './render-parity.ts';
import { renderSamba } from './render-samba.ts';
import { PARITY } from './rows.ts';

const marks = readMarks();
const named = (kind: 'proves' | 'causes') =>
  new Set(marks.filter((mark) => mark.kind === kind).flatMap((mark) => mark.named));

const OUT_OF_DATE = 'out of date: run "npm run docs"';

describe('generated documents', () => {
  test('docs/parity.md is what rows and tests say', async () => {
    await expect(renderParity(marks), OUT_OF_DATE).toMatchFileSnapshot('../../docs/parity.md');
  });

  test('docs/aadsts.md is what the table and the tests say', async () => {
    await expect(renderAadsts(marks), OUT_OF_DATE).toMatchFileSnapshot('../../docs/aadsts.md');
  });

  test('docs/samba.md is what was found to differ', async () => {
    await expect(renderSamba(), OUT_OF_DATE).toMatchFileSnapshot('../../docs/samba.md');
  });

  test('docs/failure-modes.md is what the fault catalogue says', async () => {
    const path = '../../docs/failure-modes.md';
    await expect(renderFailureModes(), OUT_OF_DATE).toMatchFileSnapshot(path);
  });
});

describe('parity', () => {
  test('every row that is there has a test that would notice', () => {
    const proven = named('proves');
    const claims = Object.entries(PARITY)
      .filter(([, { live, virtual }]) => live !== 'absent' || virtual !== 'absent')
      .map(([id]) => id);
    expect(claims.filter((id) => !proven.has(id))).toEqual([]);
  });

  test('no test names a row that is not there', () => {
    const unknown = marks.filter(
      ({ kind, named: ids }) =>
        kind === 'proves' && ids.some((id) => !Object.hasOwn(PARITY, String(id))),
    );
    expect(unknown.map(({ path, line, named: ids }) => `${path}:${line} ${ids}`)).toEqual([]);
  });
});

describe('AADSTS codes', () => {
  test('every code that has a cause has a test that brings it about', () => {
    const brought = named('causes');
    const claims = Object.values(AADSTS).filter(({ occurs }) => occurs === 'caused');
    expect(claims.map(({ code }) => code).filter((code) => !brought.has(code))).toEqual([]);
  });

  test('a code without a cause is not brought about by one', () => {
    const others = [...named('causes')].filter(
      (code) => !isAadstsCode(Number(code)) || AADSTS[Number(code) as 50126].occurs !== 'caused',
    );
    expect(others).toEqual([]);
  });
});
