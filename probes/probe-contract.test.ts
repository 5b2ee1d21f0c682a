/** What every probe of the registry keeps to. */
import { describe, expect, test } from 'vitest';
import { PROBES } from './index.ts';
import { runProbe } from './run-probe.ts';
import { createStubCloud, PASSWORD } from './stub-cloud.ts';

const NEEDS_A_PLACE = ['agent-host', 'event-log', 'directory', 'browser-sign-in'];

describe.each(Object.entries(PROBES))('probe %s', (id, probe) => {
  test('is registered under its own id', () => {
    expect(probe.id).toBe(id);
  });

  test('a cloud that is out of reach is a failure with a reason, and holds no password', async () => {
    const { context } = createStubCloud({});
    const unreachable = async () => ({
      ...({ ok: false, failure: 'unreachable', at: 'connect', phaseMs: {} } as const),
    });
    const network = {
      ...{ request: unreachable, examine: unreachable },
      ...{ bind: unreachable, resolveService: unreachable, rootDse: unreachable },
    };
    const result = await runProbe(probe, { ...context, network }, probe.usual(3));
    // Who needs a server, a controller or a browser that is not there could not look.
    const { verdict, summary } = result.judgement;
    expect(verdict).toBe(NEEDS_A_PLACE.includes(id) ? 'inconclusive' : 'fail');
    if (verdict === 'fail') expect(summary).toContain('unreachable');
    expect(JSON.stringify(result)).not.toContain(PASSWORD);
  });
});
