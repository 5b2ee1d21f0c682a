/** What somebody reads in the report of a load run, without a browser. */
import { expect, test } from 'vitest';
import {
  FIXTURE_RUNS,
  inconclusiveRun,
  interruptedRun,
  overloadedRun,
  passingRun,
  runWithAnAgentLeaving,
} from '../load/report/fixture-load-result.ts';
import { AADSTS } from '../protocol/aadsts.ts';
import { CAPACITY, DOCUMENTED_AGENT } from '../protocol/capacity.ts';
import { proves } from '../test/parity/proves.ts';
import { renderLoadReport } from './load.ts';

/** Text as a reader gets it: without markup. */
function readable(report: string): string {
  return report
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<title>[^<]*<\/title>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ');
}

function figureOf(report: string): string {
  return /<svg class="figure wide".*?<\/svg>/s.exec(report)?.[0] ?? '';
}

const runs = Object.entries(FIXTURE_RUNS).map(([name, make]) => ({ name, result: make() }));

test.each(runs)('the report of a run ($name) is whole and has no hole in it', ({ result }) => {
  const report = renderLoadReport(result);
  expect(report).not.toMatch(/undefined|NaN|Infinity|\[object/);
  expect(readable(report)).toContain(result.reasons[0]);
  for (const { name } of result.agents) expect(figureOf(report)).toContain(`>${name}</text>`);
});

test(proves('load.report', 'the documented band follows the agents that are there'), () => {
  const figure = figureOf(renderLoadReport(runWithAnAgentLeaving()));
  expect(figure).toContain('documented for 3 agents: 900–1,200/s');
  expect(figure).toContain('documented for 2 agents: 600–800/s');
  expect(figure).toContain('>agt-2 left</text>');
  expect(figure).toContain('>left at 0:00:40</text>');
  expect(figureOf(renderLoadReport(passingRun()))).not.toContain('2 agents');
});

test('where answers stopped keeping up is drawn, unless agents came or left', () => {
  expect(figureOf(renderLoadReport(overloadedRun()))).toMatch(/>carried 1,0\d\d\/s at most</);
  expect(renderLoadReport(runWithAnAgentLeaving())).not.toContain('/s at most');
  expect(renderLoadReport(passingRun())).not.toContain('/s at most');
});

test('a run far below the band is not flattened for its sake', () => {
  const run = passingRun();
  const seconds = run.run.seconds.map((one) => ({ ...one, intended: 5, completed: 5 }));
  const report = renderLoadReport({ ...run, run: { ...run.run, seconds } });
  expect(report).not.toContain('class="documented"');
});

test('a bar tells its numbers when the pointer rests on it', () => {
  const figure = figureOf(renderLoadReport(overloadedRun()));
  expect(figure).toMatch(
    /<title>0:01:00 to 0:01:01: due 1,500\/s, completed [\d,]+\/s, AADSTS80014/,
  );
  expect(figure).toMatch(/<title>0:01:00: half within [\d.]+ s, 95 % within/);
  expect(figure).toMatch(/<title>0:01:00: agt-1 \d+\/s, up to [\d,]+ waiting/);
});

test('each code has what people read and what it means', () => {
  const text = readable(renderLoadReport(overloadedRun()));
  expect(text).toContain(AADSTS[80014].text);
  expect(text).toContain(AADSTS[80014].reason);
});

test(proves('load.rests-on', 'what the verdict hangs on is named, with its basis'), () => {
  const run = passingRun();
  const chosen = readable(renderLoadReport(run));
  expect(chosen).toContain('neither the documented one nor one of yours');
  expect(chosen).toContain(`serviceMs 11.4 ms of one core ${CAPACITY.serviceMs.basis}`);
  expect(chosen).toContain('controllerTrips 2 round trips chosen for this run');
  const restsOn = { ...run.restsOn, capacity: DOCUMENTED_AGENT };
  const documented = readable(renderLoadReport({ ...run, restsOn }));
  expect(documented).toContain('verifies is our model of the documented agent');
  const fast = readable(renderLoadReport(inconclusiveRun()));
  expect(fast).toContain('It says nothing about how fast real agents are.');
  expect(fast).toContain('The builtin generator made the load');
  expect(fast).toContain('not modelled');
  expect(fast).toContain('skewed by 0.2');
});

test('an interrupted run and a threshold without samples say so', () => {
  const text = readable(renderLoadReport(interruptedRun()));
  expect(text).toContain('this is a part of it');
  expect(text).toMatch(/sign_ins\{result:50053\} count<1 – 0 no samples: fails/);
});

test('what only the cloud knows of is told beside what the generator saw', () => {
  const run = passingRun();
  const results = { ...run.run.results, '80014': 12 };
  const text = readable(renderLoadReport({ ...run, cloud: { results, late: 12 } }));
  expect(text).toMatch(/In the cloud’s log .* AADSTS80014 0 0.% 12 /);
});

test('an expected refusal is no failure', () => {
  const run = passingRun();
  const results = { '0': 100, '50126': 33_200 };
  const report = renderLoadReport({ ...run, run: { ...run.run, results } });
  expect(report).toContain('Signed in, or refused as the test asked for');
  expect(report).not.toContain('class="s1"');
});

test('a run that ended at once has a report too', () => {
  const run = interruptedRun();
  const latency = { count: 0, mean: 0, p50: 0, p90: 0, p95: 0, p99: 0, p999: 0, max: 0 };
  const nothing = { ...run.run, seconds: [], latency, results: {}, durationMs: 0 };
  const text = readable(
    renderLoadReport({ ...run, run: nothing, agents: [], cloud: { results: {}, late: 0 } }),
  );
  expect(text).toContain('ended within its first second');
  expect(text).toContain('No sign-in came to an end');
  expect(text).not.toMatch(/NaN|Infinity/);
});

test('nothing that a lab chose can become markup', () => {
  const run = runWithAnAgentLeaving();
  const bad = '"><script>alert(1)</script>';
  const agents = run.agents.map((agent) => ({ ...agent, name: bad, site: bad }));
  const report = renderLoadReport({
    ...run,
    ...{ agents, reasons: [bad], test: { id: bad, question: bad } },
    events: [{ atMs: 1000, text: bad }],
  });
  expect(report).not.toContain('<script');
});
