/** What holds for every declaration, whatever a lab makes of it. */
import { describe, expect, test } from 'vitest';
import { FAULTS } from '../../lab/faults/index.ts';
import { completeParameters } from '../../lab/places.ts';
import { SOURCES } from '../../protocol/sources.ts';
import { timingsWith } from '../../protocol/timings.ts';
import { combinationsOf } from './combinations.ts';

const ALL = Object.values(FAULTS);

test('the catalogue holds at least 48 faults', () => {
  expect(ALL.length).toBeGreaterThanOrEqual(48);
});

test('no two faults have the same effects under any choice of their parameters', () => {
  const owners = new Map<string, string>();
  for (const fault of ALL) {
    for (const given of combinationsOf(fault)) {
      const effects = fault.effects({}, completeParameters('FAULT', fault, given));
      const key = JSON.stringify(effects, (_, value) =>
        value && typeof value === 'object' && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
          : value,
      );
      expect(owners.get(key) ?? fault.id, `${fault.id} does what another one does`).toBe(fault.id);
      owners.set(key, fault.id);
    }
  }
});

describe.each(ALL)('$id', (fault) => {
  test('names another fault as its look-alike', () => {
    expect(Object.keys(FAULTS)).toContain(fault.lookAlike.fault);
    expect(fault.lookAlike.fault).not.toBe(fault.id);
  });

  test('claims what is seen after healing last, and one claim per phase', () => {
    const phases = fault
      .symptoms(timingsWith(), completeParameters('FAULT', fault, {}))
      .map(({ phase }) => phase);
    expect(phases.at(-1)).toBe('healed');
    expect(new Set(phases).size).toBe(phases.length);
  });

  test('has a cause, a fix and sources that exist', () => {
    for (const text of [fault.title, fault.cause, fault.fix, fault.lookAlike.toldApartBy]) {
      expect(text.trim().length).toBeGreaterThan(5);
    }
    expect(fault.sources.length).toBeGreaterThan(0);
    for (const source of fault.sources) expect(Object.keys(SOURCES)).toContain(source);
  });

  test('its defaults are within its limits', () => {
    expect(() => completeParameters('FAULT', fault, {})).not.toThrow();
  });
});
