import { expect, test } from 'vitest';
import type { AdministrationEffect, Effect } from '../../../protocol/effects.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import { createEffectSink } from './apply-effects.ts';

const CHANGES: readonly AdministrationEffect[] = ['uninstall-agent', 'force-sync'].map(
  (change) => ({ on: 'administration', change, where: {}, parameters: {} }),
);

function createDesk(refused?: string) {
  const done: string[] = [];
  const sink = createEffectSink({
    applyPath(effects) {
      done.push(`${effects.length} on the path`);
    },
    applyControllers() {},
    changes: {
      async apply(id) {
        if (id === refused) throw new LabError('CHANGE_REFUSED', `${id} is refused.`);
        done.push(`do ${id}`);
        return { key: `${id}#1`, id, where: {}, parameters: {}, atMs: 0 };
      },
      async undo(key) {
        done.push(`undo ${key}`);
      },
    },
  });
  return { done, sink };
}

const doneOf = (done: readonly string[]) => done.filter((line) => !line.endsWith('path'));

test('a change is made once while its effect is there, and undone, latest first, when it is gone', async () => {
  const { done, sink } = createDesk();
  await sink.apply(CHANGES);
  await sink.apply([...CHANGES]);
  expect(doneOf(done)).toEqual(['do uninstall-agent', 'do force-sync']);
  await sink.apply([]);
  expect(doneOf(done).slice(2)).toEqual(['undo force-sync#1', 'undo uninstall-agent#1']);
});

test('a change that is refused is the caller’s to hear of, and does not block what comes after', async () => {
  const { done, sink } = createDesk('force-sync');
  await expect(sink.apply(CHANGES)).rejects.toThrow('force-sync is refused.');
  await sink.apply([]);
  expect(doneOf(done)).toEqual(['do uninstall-agent', 'undo uninstall-agent#1']);
});

test('effects are applied one list after the other, in the order in which they were asked for', async () => {
  const { done, sink } = createDesk();
  const path: Effect = { on: 'path', kind: 'delay', delayMs: 1, scope: { hosts: ['*'] } };
  const both = [sink.apply([path, ...CHANGES]), sink.apply([])];
  await Promise.all(both);
  expect(done).toEqual([
    '1 on the path',
    'do uninstall-agent',
    'do force-sync',
    '0 on the path',
    'undo force-sync#1',
    'undo uninstall-agent#1',
  ]);
});

test('what this lab cannot interpret is refused before anything is applied', () => {
  const { sink } = createDesk();
  const lacking = () =>
    sink.refuseUnsupported('bootstrap-outage', [{ on: 'cloud', kind: 'bootstrap-outage' }]);
  expect(lacking).toThrow(
    'bootstrap-outage acts on the cloud, which this lab cannot change while it runs.',
  );
});

test('what a world has no means for is refused with its reason', () => {
  const sink = createEffectSink({
    applyPath() {},
    applyControllers() {},
    findImpossible: (effects) => effects.map(({ on }) => `nothing here moves a ${on}`)[0],
  });
  const controllers = ['dc-1'];
  const skewed = () =>
    sink.refuseUnsupported('dc-clock-skew', [
      { on: 'controller', controllers, kind: 'clock-offset', offsetMs: 1 },
    ]);
  expect(skewed).toThrow('dc-clock-skew: nothing here moves a controller');
});
