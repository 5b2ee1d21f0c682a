/**
 * What a load run leaves behind for other tools: k6's readers, CI systems, people in a terminal.
 */
import { stripVTControlCharacters } from 'node:util';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { DOCUMENTED_AGENT } from '../../protocol/capacity.ts';
import { proves } from '../../test/parity/proves.ts';
import type { LoadResult } from '../load-result.ts';
import {
  FIXTURE_RUNS,
  inconclusiveRun,
  interruptedRun,
  passingRun,
  runWithAnAgentLeaving,
} from './fixture-load-result.ts';
import { parseLoadSummary } from './parse-summary.ts';
import { renderLoadJunit } from './render-junit.ts';
import { composeSummary, renderLoadSummary } from './render-summary.ts';
import { renderLoadTerminal } from './render-terminal.ts';

const runs = Object.entries(FIXTURE_RUNS).map(([name, make]) => ({ name, result: make() }));

describe('summary.json', () => {
  test.each(runs)('of a run ($name) keeps its schema, and all of the result', ({ result }) => {
    expect(parseLoadSummary(renderLoadSummary(result), 'summary.json')).toEqual(result);
  });

  test(proves('load.summary', 'reads like a summary of k6'), () => {
    const { metrics, state } = composeSummary(runWithAnAgentLeaving());
    const { sign_in_duration, sign_in_failed, sign_ins } = metrics;
    expect(state.testRunDurationMs).toBe(90_000);
    expect(sign_in_duration).toMatchObject({ type: 'trend', contains: 'time' });
    expect(Object.keys(sign_in_duration?.values ?? {})).toContain('p(95)');
    expect(sign_in_duration?.thresholds).toEqual({ 'p(95)<1000': { ok: false } });
    const { rate = 0, passes = 0, fails = 0 } = sign_in_failed?.values ?? {};
    expect(passes + fails).toBe(sign_ins?.values.count);
    expect(rate).toBeCloseTo(passes / (passes + fails));
    expect(metrics['sign_ins{result:80002}']?.values.count).toBe(passes);
  });

  test('a threshold without samples has its place, and is not ok', () => {
    const metric = composeSummary(interruptedRun()).metrics['sign_ins{result:50053}'];
    expect(metric?.thresholds).toEqual({ 'count<1': { ok: false } });
  });

  test.each([
    ['no JSON at all', 'no JSON'],
    ['{"metrics":{}}', "must have required property 'state'"],
    [renderLoadSummary(passingRun()).replace('"verdict": "pass"', '"verdict": "ok"'), 'verdict'],
  ])('another file is refused in one sentence: %.20s', (text, got) => {
    const read = () => parseLoadSummary(text, 'x.json');
    expect(read).toThrow(
      /^(LOAD_SUMMARY: )?x\.json: expected the summary\.json of a pta-lab load run/,
    );
    expect(read).toThrow(got);
  });
});

const parse = (xml: string) =>
  new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(xml).testsuites
    .testsuite;

describe('junit.xml', () => {
  test('has one case per threshold and one for the verdict', () => {
    const xml = renderLoadJunit(runWithAnAgentLeaving());
    expect(XMLValidator.validate(xml)).toBe(true);
    const suite = parse(xml);
    expect(suite).toMatchObject({ name: 'remove-agent', tests: '3', failures: '3', errors: '0' });
    expect(suite.testcase[0]).toMatchObject({ name: 'sign_in_duration p(95)<1000' });
    expect(suite.testcase[2].failure.message).toContain('p(95)<1000: observed');
  });

  test(proves('load.junit', 'a run that could not tell is an error, and no build passes'), () => {
    const met = inconclusiveRun().run.thresholds.map((one) => ({ ...one, met: true }));
    const result = { ...inconclusiveRun(), run: { ...inconclusiveRun().run, thresholds: met } };
    const suite = parse(renderLoadJunit(result));
    expect(suite).toMatchObject({ failures: '0', errors: '1' });
    expect(suite.testcase.at(-1)).toHaveProperty('error.message', result.reasons[0]);
  });

  test('a threshold without samples fails', () => {
    const suite = parse(renderLoadJunit(interruptedRun()));
    expect(suite.testcase[2]).toHaveProperty('failure.message', 'no samples');
  });
});

describe('the terminal', () => {
  const plain = (result: LoadResult) =>
    stripVTControlCharacters(renderLoadTerminal(result, { files: ['out/report.html'] }));

  test('says the verdict first and where the report is last', () => {
    const lines = plain(runWithAnAgentLeaving()).trim().split('\n');
    expect(lines[0]).toBe('✗ fail  remove-agent: Do the others carry it when an agent leaves?');
    expect(lines.at(-1)).toBe('  files       out/report.html');
  });

  test('tells of the agent that left, and of who was never begun', () => {
    expect(plain(runWithAnAgentLeaving())).toMatch(/agt-2 .*left at 40 s/);
    expect(plain(inconclusiveRun())).toContain('never begun 12,600');
  });

  test('does not count as failed what the test asked for', () => {
    const run = passingRun();
    const asked = { ...run, run: { ...run.run, results: { '0': 100, '50126': 33_200 } } };
    expect(plain(asked)).toMatch(/failed +none\n +as asked +AADSTS50126 33,200/);
    expect(plain(runWithAnAgentLeaving())).toMatch(/failed +[\d,]+, 24.% · AADSTS80002/);
  });

  test(proves('load.rests-on', 'fast crypto, the model and the builtin engine say so'), () => {
    const text = plain(inconclusiveRun());
    expect(text).toContain('crypto fast: says nothing about the speed of real agents');
    expect(text).toContain('the builtin generator, not k6');
    expect(plain(passingRun())).toContain('our model of an agent, chosen for this run');
    const restsOn = { ...passingRun().restsOn, capacity: DOCUMENTED_AGENT, ownCapacity: ['agt-2'] };
    const documented = plain({ ...passingRun(), restsOn });
    expect(documented).toContain('our model of the documented agent');
    expect(documented).toContain('agt-2: as fast as the estate file says');
    expect(plain(passingRun())).not.toContain('says nothing');
  });

  test('no line is longer than a hundred columns', () => {
    for (const { result } of runs) {
      const long = plain(result)
        .split('\n')
        .filter((line) => line.length > 100);
      expect(long).toEqual([]);
    }
  });
});
