/** What is exported of an agent's log reads as Windows' own exports and trace files do. */
import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { createAgentLog } from './agent-log.ts';
import { renderEventXml } from './render-event-xml.ts';
import { renderTrace } from './render-trace.ts';

const AT_MS = Date.UTC(2026, 10, 2, 8, 0, 0, 120);

function filledLog() {
  const log = createAgentLog({ machineName: 'agt-1', onEvent() {} });
  log.write('cloudUnreachable', 'bootstrap: timed-out & <nothing> came', AT_MS);
  log.write('serviceStarted', 'The agent service started.', AT_MS + 1);
  log.traceFailure('df63f4a4-68b9-44ae-8d81-6ad2d844d84e', '1328', AT_MS);
  return log;
}

test(
  proves('servers.export', 'events are XML in the shape of Windows’ export, whatever they say'),
  () => {
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@' });
    const { Events } = parser.parse(renderEventXml(filledLog().events));
    expect(Events.Event).toHaveLength(2);
    expect(Events.Event[0]).toMatchObject({
      '@xmlns': 'http://schemas.microsoft.com/win/2004/08/events/event',
      System: {
        Provider: { '@Name': 'Microsoft-AzureADConnect-AuthenticationAgent' },
        ...{ EventID: 31034, Level: 2, EventRecordID: 1, Computer: 'agt-1' },
        TimeCreated: { '@SystemTime': '2026-11-02T08:00:00.1200000Z' },
        Channel: 'Microsoft-AzureADConnect-AuthenticationAgent/Admin',
      },
      EventData: { Data: 'bootstrap: timed-out & <nothing> came' },
    });
  },
);

test('each channel counts its own records, as Windows does', () => {
  const log = filledLog();
  log.write('updaterStarted', 'The updater service started.', AT_MS);
  log.write('serviceStopped', 'The agent service stopped.', AT_MS);
  expect(log.events.map(({ id, recordId }) => [id, recordId])).toEqual([
    [31034, 1],
    [60001, 2],
    [60101, 1],
    [60002, 3],
  ]);
});

// EVIDENCE-OF ED-TS: "Passthrough Authentication request failed. RequestId: '…'. Reason: '…'."
test(
  proves('servers.export', 'a failed request stands in the trace as the documents show it'),
  () => {
    expect(renderTrace(filledLog().trace)).toBe(
      'AzureADConnectAuthenticationAgentService.exe Error: 0 : Passthrough Authentication request ' +
        "failed. RequestId: 'df63f4a4-68b9-44ae-8d81-6ad2d844d84e'. Reason: '1328'.\n" +
        '    ThreadId=1\n    DateTime=2026-11-02T08:00:00.1200000Z\n',
    );
  },
);
