/** Where `agent-host` and `event-log` look: exported files, and a script on this machine. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createAgentLog } from '../agent/log/agent-log.ts';
import { renderEventXml } from '../agent/log/render-event-xml.ts';
import { renderTrace } from '../agent/log/render-trace.ts';
import { agentHost } from '../probes/agent-host.ts';
import { eventLog } from '../probes/event-log.ts';
import { openExportedLogs } from '../probes/live/windows/exported-log.ts';
import { serverPortFor } from '../probes/live/windows/server-port-for.ts';
import { createWindowsServerPort } from '../probes/live/windows/windows-server-port.ts';
import type { ServerPort } from '../probes/probe-ports.ts';
import { runProbe } from '../probes/run-probe.ts';
import { contextOn } from '../probes/server/stub-server.ts';
import { CHANNELS } from '../protocol/events.ts';
import { proves } from './parity/proves.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'pta-sources-'));
afterAll(() => rmSync(folder, { recursive: true }));

const AT_MS = Date.UTC(2026, 10, 2, 8);

function write(name: string, text: string | Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function exportedXml(): string {
  const log = createAgentLog({ machineName: 'agt-1', onEvent() {} });
  log.write('cloudUnreachable', 'bootstrap: timed-out', AT_MS);
  log.traceFailure('df63f4a4', '1328', AT_MS);
  return renderEventXml(log.events);
}

const judged = async (server: ServerPort) =>
  (await runProbe(eventLog, contextOn(server), {})).judgement;

describe('exported files', () => {
  test(
    proves(
      'probes.event-log',
      'a file of “pta-lab servers events” is a log with its server’s name',
    ),
    async () => {
      const server = await openExportedLogs([write('agt-1.xml', exportedXml())]);
      expect(server.name).toBe('agt-1');
      const { verdict, summary } = await judged(server);
      expect(verdict).toBe('fail');
      expect(summary).toContain('agt-1: 31034 (The agent cannot reach the cloud: SEED-C)');
    },
  );

  test('what PowerShell redirected is UTF-16, and read all the same', async () => {
    const wide = Buffer.from(`\uFEFF${exportedXml()}`, 'utf16le');
    expect((await judged(await openExportedLogs([write('wide.xml', wide)]))).verdict).toBe('fail');
  });

  test('trace and counters come with it', async () => {
    const log = createAgentLog({ machineName: 'agt-1', onEvent() {} });
    log.traceFailure('df63f4a4', '1328', AT_MS);
    const csv =
      '"(PDH-CSV 4.0) (UTC)(0)","\\\\SRV\\Agent\\# PTA authentications","\\\\SRV\\Agent\\# PTA authentication errors"\n' +
      '"11/02/2026 08:00:00.000"," ","0"\n"11/02/2026 08:01:00.000","12","9"\n';
    const files = [
      write('agt-1.xml', exportedXml()),
      write('agt-1.log', renderTrace(log.trace)),
      write('counters.csv', csv),
    ];
    const { observation } = await runProbe(eventLog, contextOn(await openExportedLogs(files)), {});
    expect(observation).toMatchObject({
      counters: { '# PTA authentications': 12, '# PTA authentication errors': 9 },
      failures: [{ atMs: AT_MS, reason: '1328' }],
    });
  });

  test.each([
    ['binary.evtx', 'ElfFile\0\0', '/lf:true /f:RenderedXml'],
    ['notes.txt', 'restart it', 'got something else'],
    ['half.xml', exportedXml().slice(0, 300), 'expected whole XML'],
  ])('%s is inconclusive and says what to do', async (name, text, sentence) => {
    const { verdict, summary } = await judged(await openExportedLogs([write(name, text)]));
    expect(verdict).toBe('inconclusive');
    expect(summary).toContain(sentence);
  });

  test('a file that is not there is wrong usage', async () => {
    await expect(openExportedLogs([path.join(folder, 'none')])).rejects.toMatchObject({
      code: 'USAGE_LOG',
    });
  });

  test('they cannot describe the server', async () => {
    const server = await openExportedLogs([write('agt-1.xml', exportedXml())]);
    const { judgement } = await runProbe(agentHost, contextOn(server), {});
    expect(judgement.verdict).toBe('inconclusive');
  });
});

describe('this machine', () => {
  const stub = (code: string) =>
    createWindowsServerPort('srv', {
      ...{ nowMs: () => AT_MS, platform: 'win32' },
      command: [process.execPath, '-e', code, '--'],
    });

  test('one look answers all of a probe’s questions, and is told how far back', async () => {
    const file = path.join(folder, 'count');
    const server = stub(
      `require('fs').appendFileSync(${JSON.stringify(file)}, 'x');` +
        'console.log(JSON.stringify({ shape: 1, services: [], counters: { "# PTA authentications": Number(process.argv.at(-1)) } }))',
    );
    const { observation } = await runProbe(eventLog, contextOn(server), {});
    expect(observation).toMatchObject({ counters: { '# PTA authentications': 60 }, events: [] });
    expect(readFileSync(file, 'utf8')).toBe('x');
  });

  test.each([
    ['fails', 'console.error("look.ps1 cannot be loaded"); process.exit(1)', 'cannot be loaded'],
    ['prints nonsense', 'console.log("hello")', 'got "hello"'],
    ['prints nothing', '', 'got nothing'],
    [
      'may not read the log',
      `console.log(JSON.stringify({ shape: 1, unread: ['events of ${CHANNELS.admin}: EventLogException'] }))`,
      'Expected to read the agent’s event log, got events of',
    ],
  ])('a script that %s is inconclusive', async (_, code, sentence) => {
    const { verdict, summary } = await judged(stub(code));
    expect(verdict).toBe('inconclusive');
    expect(summary).toContain(sentence);
  });

  test.skipIf(process.platform === 'win32')(
    'on other systems the sentence says where to go',
    async () => {
      const { verdict, summary } = await judged(await serverPortFor({ nowMs: () => AT_MS }));
      expect(verdict).toBe('inconclusive');
      expect(summary).toContain(`This is ${process.platform}, not the Windows server of an agent`);
    },
  );
});
