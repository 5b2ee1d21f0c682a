/** What preflight and the directory probe say of a lab in which one link is broken. */
import { describe, expect, test } from 'vitest';
import { directory } from '../../probes/directory.ts';
import { preflight } from '../../probes/preflight.ts';
import type { Probe, ProbeContext } from '../../probes/probe.ts';
import { runProbe } from '../../probes/run-probe.ts';
import { createStubCloud } from '../../probes/stub-cloud.ts';
import type { Call, HttpRequest } from '../../runtime/ports.ts';
import { Secret } from '../../runtime/secret.ts';
import { proves } from '../../test/parity/proves.ts';
import type { LabOptions } from '../estate.ts';
import type { ParameterValues } from '../faults/fault.ts';
import type { Lab } from '../lab.ts';
import { startLab } from '../start-lab.ts';
import { contextOnServer } from './standpoints.ts';

type Fault = readonly [id: string, parameters?: Partial<ParameterValues>];

const PROXIED: LabOptions = {
  sites: [
    { name: 'hq', agents: ['agt-1'], controllers: ['dc-1', 'dc-2'], proxy: { setting: 'wpad' } },
  ],
};

function contextOn(lab: Lab): ProbeContext {
  const server = lab.servers.get('agt-1');
  if (!server) throw new Error('expected a server agt-1');
  return contextOnServer(lab, server, 'healthy', 'c-1');
}

async function observe<O, E>(probe: Probe<O, E>, fault?: Fault, options: LabOptions = {}) {
  await using lab = await startLab({ seed: '7', traffic: false, ...options });
  await lab.advance(60_000);
  if (fault) await lab.faults.on(fault[0], undefined, fault[1]);
  const result = await lab.drive(runProbe(probe, contextOn(lab), probe.usual(3)));
  return { ...result.judgement, seen: result.observation as O };
}

const CASES: readonly (readonly [Fault, LabOptions, words: RegExp])[] = [
  [['block-443'], {}, /^blocked: the connection is never answered at login\./],
  [['dns-nxdomain'], {}, /^name resolution fails at login\./],
  [['dns-wrong-address'], {}, /^the certificate is for another name at /],
  [['tls-inspection'], {}, /^TLS is inspected by “pta-lab inspection CA \(hq\)” at /],
  [
    ['tls-inspection', { authority: 'untrusted' }],
    {},
    /^TLS is inspected by “pta-lab inspection CA \(unknown\)” \(the certificate is not trusted\)/,
  ],
  [['block-80'], {}, /^blocked: .* at crl3\.digicert\.com\.\S+:80$/],
  [['proxy-407'], PROXIED, /^the proxy asks for credentials/],
  [['proxy-down'], PROXIED, /^the proxy is not there/],
  [['broken-pac'], PROXIED, /^the proxy file that WPAD names cannot be read/],
  [['dc-down'], {}, /^the connection is refused at dc-1\.\S+:636/],
  [['dc-hung'], {}, /^dc-1\.\S+ does not say who it is \(timed-out\)/],
  [['srv-missing'], {}, /^no SRV record names a controller/],
  [['dc-clock-skew'], {}, /^the clock is off by 10 min against a controller$/],
];

/** The same network; what is asked of it is written down on the way. */
function recordCalls(
  network: ProbeContext['network'],
  requests: HttpRequest[],
  calls: Call[],
): ProbeContext['network'] {
  const { open } = network;
  const note = (call: Call) => {
    calls.push(call);
    return call;
  };
  return {
    request(request, call) {
      requests.push(request);
      return network.request(request, note(call));
    },
    examine: (url, call) => network.examine(url, note(call)),
    resolveService: (name, call) => network.resolveService(name, note(call)),
    rootDse: (url, call) => network.rootDse(url, note(call)),
    bind: () => Promise.reject(new Error('preflight names no account')),
    ...(open && { open: (url, protocol, heard, call) => open(url, protocol, heard, note(call)) }),
  };
}

describe('preflight', () => {
  test(
    proves('probes.preflight', 'names the broken link of each of these faults, and no other'),
    async () => {
      for (const [fault, options, words] of CASES) {
        const { verdict, summary } = await observe(preflight, fault, options);
        expect([fault[0], verdict, summary]).toEqual([
          fault[0],
          'fail',
          expect.stringMatching(words),
        ]);
      }
    },
  );

  test('passes on a healthy lab, directly and through a proxy', async () => {
    expect(await observe(preflight)).toMatchObject({ verdict: 'pass' });
    const proxied = await observe(preflight, undefined, PROXIED);
    expect(proxied).toMatchObject({
      verdict: 'pass',
      seen: { proxy: { setting: 'wpad', problem: null, direct: { ok: false } } },
    });
  });

  test('tells a proxy that refuses web sockets from one that only inspects', async () => {
    const refuses = await observe(preflight, ['proxy-blocks-websockets'], PROXIED);
    expect(refuses.seen.webSocket).toEqual({ ok: false, failure: 'upgrade-refused' });
    const inspects = await observe(preflight, ['tls-inspection'], PROXIED);
    expect(inspects.seen.webSocket).toEqual({ ok: true, failure: null });
  });

  test('a closed 8080 is no failure unless it is wanted open', async () => {
    const { seen } = await observe(preflight);
    const reaches = seen.reaches.filter(({ purpose }) => purpose !== 'status');
    expect(preflight.judge({ ...seen, reaches }, {}).verdict).toBe('pass');
    expect(preflight.judge({ ...seen, reaches }, { status8080: true })).toEqual({
      verdict: 'fail',
      summary: 'port 8080 is closed',
    });
  });

  test('is inconclusive where there is nothing to look at', async () => {
    const { seen } = await observe(preflight);
    const nothing = { ...seen, reaches: [], controllers: { ...seen.controllers, reaches: [] } };
    expect(preflight.judge(nothing, {}).verdict).toBe('inconclusive');
  });

  test(
    proves(
      'probes.preflight.silent',
      'no request carries a credential, a cookie, a client certificate or a body',
    ),
    async () => {
      await using lab = await startLab({ seed: '7', traffic: false });
      const context = contextOn(lab);
      const key = await lab.crypto.generateKey('of an agent');
      const identity = { key, chain: lab.siteTrust('hq') };
      const requests: HttpRequest[] = [];
      const calls: Call[] = [];
      const network = recordCalls(context.network, requests, calls);
      const from = { ...context.from, identity };
      await lab.drive(preflight.observe({ ...context, network, from }));
      expect(requests.length).toBeGreaterThan(1);
      for (const { method, headers, body } of requests) {
        expect([method, body, Object.keys(headers)]).toEqual(['GET', '', ['accept', 'user-agent']]);
      }
      expect(calls.length).toBeGreaterThan(10);
      expect(calls.filter((call) => call.from.identity !== undefined)).toEqual([]);
    },
  );
});

const WRONG = new Secret('not the password');

describe('directory', () => {
  test(
    proves('probes.directory', 'asks one controller after the other and gives code and time'),
    async () => {
      const { verdict, seen } = await observe(directory);
      expect(verdict).toBe('pass');
      expect(seen.controllers.map(({ host, result }) => [host.split('.')[0], result])).toEqual([
        ['dc-1', 0],
        ['dc-2', 0],
        ['dc-3', 0],
      ]);
    },
  );

  test(
    proves('probes.directory.sparing', 'stops at the first answer that says wrong password'),
    async () => {
      await using lab = await startLab({ seed: '7', traffic: false });
      const context = contextOn(lab);
      const account = { ...context.account, password: WRONG };
      const result = await lab.drive(runProbe(directory, { ...context, account }, {}));
      expect(result).toMatchObject({
        judgement: { verdict: 'fail', summary: expect.stringContaining('1326 ') },
        observation: { stoppedEarly: true, controllers: [{ result: 1326, subCode: '52e' }] },
      });
      expect(JSON.stringify(result)).not.toContain(WRONG.reveal());
    },
  );

  test('goes on to the next controller where one is gone or cannot judge', async () => {
    const down = await observe(directory, ['one-dc-down']);
    expect(down.seen.controllers.map(({ result }) => result).sort()).toEqual([
      0,
      0,
      'network:refused',
    ]);
    const skewed = await observe(directory, ['dc-clock-skew']);
    expect(skewed.seen.controllers.map(({ result }) => result)).toEqual([1398, 1398, 1398]);
    expect([down.verdict, skewed.verdict]).toEqual(['fail', 'fail']);
  });

  test('one that took the question and fell silent ends the round: it may have counted', async () => {
    const { seen } = await observe(directory, ['dc-hung']);
    expect(seen).toMatchObject({
      stoppedEarly: true,
      controllers: [{ result: 'network:timed-out' }],
    });
  });

  test('a locked account and an unknown forest are inconclusive', async () => {
    const locked = { host: 'dc-1', result: 1909, subCode: '775', tookMs: 5 };
    const seen = { controllers: [locked], srv: SRV, stoppedEarly: true, problem: null };
    expect(directory.judge(seen, {}).verdict).toBe('inconclusive');
    const { context } = createStubCloud({});
    const { judgement } = await runProbe(directory, context, {});
    expect(judgement).toEqual({
      verdict: 'inconclusive',
      summary: 'no controller is known: neither an SRV record nor a list has one',
    });
  });
});

const SRV = { ok: true, hosts: [] } as const;
