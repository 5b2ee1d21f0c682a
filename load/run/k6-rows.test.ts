/** k6's CSV, as k6 2.2 wrote it, cut where pipes cut. */
import { expect, test } from 'vitest';
import type { LoadOptions } from '../load-test.ts';
import { createK6Count } from './k6-count.ts';
import { createK6Rows } from './k6-rows.ts';

const CSV = `metric_name,timestamp,metric_value,error_code,expected_response,name,scenario,status,extra_tags,metadata
vus,1795377931968,7.000000,,,,,,,
http_reqs,1795377931247,1.000000,,true,sign-in,x,200,,
sign_ins,1795377931248,1.000000,,,,x,,result=0,
sign_in_duration,1795377931248,48.000000,,,,x,,,
sign_in_failed,1795377931248,0.000000,,,,x,,,
sign_ins,1795377932300,1.000000,,,,x,,result=80002,
sign_in_duration,1795377932300,700.500000,,,,x,,,
sign_in_failed,1795377932300,1.000000,,,,x,,,
dropped_iterations,1795377932400,1.000000,,,,x,,,
`;
const options: LoadOptions = {
  scenarios: {
    x: {
      ...{ executor: 'constant-arrival-rate', exec: 'signIn', rate: 2, timeUnit: '1s' },
      ...{ duration: '2s', preAllocatedVUs: 1, maxVUs: 7 },
    },
  },
  thresholds: {
    'sign_ins{result:80002}': ['count<1'],
    dropped_iterations: ['count<2'],
    http_reqs: ['count>5'],
  },
};

test('k6’s rows become the same seconds and thresholds, however they are cut', () => {
  const count = createK6Count(options);
  const rows = createK6Rows(count.wanted);
  for (let at = 0; at < CSV.length; at += 37) {
    for (const row of rows.take(CSV.slice(at, at + 37))) count.add(row);
  }
  expect(count.startMs()).toBe(1_795_377_931_200);
  const { seconds, results, thresholds, latency, underWayMax } = count.finish(true);
  expect(results).toEqual({ '0': 1, '80002': 1 });
  expect(seconds).toMatchObject([
    { atMs: 0, intended: 2, dropped: 0, completed: 1, failed: 0 },
    { atMs: 1_000, intended: 2, dropped: 1, completed: 1, failed: 1, failures: { '80002': 1 } },
  ]);
  expect(latency.max).toBeCloseTo(700.5, 0);
  expect(underWayMax).toBe(7);
  expect(thresholds).toMatchObject([
    { met: false, observed: 1, samples: 1 },
    { met: true, observed: 1, samples: 4 },
    { met: false, observed: 1, samples: 1 },
  ]);
});

test('a value with a comma in it keeps its place', () => {
  const rows = createK6Rows(new Set(['checks']));
  const [row] = rows.take(
    'metric_name,timestamp,metric_value,check,name\nchecks,5,1,"a, ""b""",c\n',
  );
  expect(row?.tags).toEqual({ check: 'a, "b"', name: 'c' });
});
