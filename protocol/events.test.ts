/** Event ids, service names and counters: which are documented, and which are the lab's own. */
import { expect, test } from 'vitest';
import { COUNTERS, EVENTS, eventRow, SERVICES } from './events.ts';
import { SOURCES } from './sources.ts';

const ROWS = Object.entries(EVENTS);

test('each event has an id of its own and sources that exist', () => {
  expect(new Set(ROWS.map(([, row]) => row.id)).size).toBe(ROWS.length);
  for (const [name, row] of ROWS) {
    for (const id of row.sources) expect(SOURCES, name).toHaveProperty([id]);
  }
});

// EVIDENCE-OF SEED-C: "Event ID 31019: Indicates the agent cannot connect to the local Domain
// Controller", "Event ID 31034: Indicates the agent cannot communicate with the Microsoft cloud"
test('only two ids come from a document, and that one is a seed', () => {
  const found = ROWS.filter(([, { basis }]) => basis !== 'assumed');
  expect(found.map(([name, { id, basis }]) => [name, id, basis])).toEqual([
    ['cloudUnreachable', 31034, 'seed'],
    ['controllerUnreachable', 31019, 'seed'],
  ]);
});

test('the lab’s own ids keep away from those that real software uses', () => {
  for (const [name, { id, sources }] of ROWS) {
    if (sources.includes('lab')) expect(id, name).toBeGreaterThan(60000);
  }
});

test('an id leads to its row, and an unknown one to none', () => {
  expect(eventRow(31019)).toBe(EVENTS.controllerUnreachable);
  expect(eventRow(12019)).toBeUndefined();
});

// EVIDENCE-OF SEED-C: 'Restart-Service -Name "AzureADConnectAuthenticationUpdater" -Force'
test('the updater’s second name is kept beside the one in use', () => {
  const { name, alternatives } = SERVICES.updater;
  expect(name).toBe('AzureADConnectAgentUpdater');
  expect(alternatives.map((other) => other.name)).toEqual(['AzureADConnectAuthenticationUpdater']);
});

test('services cite sources that exist', () => {
  const cited = Object.values(SERVICES).flatMap((row) => [row, ...row.alternatives]);
  for (const { name, sources } of cited) {
    for (const id of sources) expect(SOURCES, name).toHaveProperty([id]);
  }
});

// EVIDENCE-OF ED-TS: "#PTA failed authentications" lacks the space of "# PTA authentications".
test('counter names are spelt as documented', () => {
  expect(COUNTERS.authentications).toBe('# PTA authentications');
  expect(COUNTERS.failed).toBe('#PTA failed authentications');
});
