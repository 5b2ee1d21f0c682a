/**
 * The egress outpost: a site's router, packet filter, resolver and proxies, all in one container.
 * It is told the whole of what is in force each time, and brings it about at once.
 */
import { isDeepStrictEqual } from 'node:util';
import type { PathEffect } from '../../../protocol/effects.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import { createUndoStack } from '../../../runtime/undo.ts';
import type { Outpost, OutpostPorts, ToOutpost } from '../link/messages.ts';
import { type Delayer, findNetem } from './delays.ts';
import { type OpenedSite, openSite } from './open-site.ts';

/** `findDelayer`: what delays packets here, if anything does. */
export async function startEgress(
  { siteGateway }: OutpostPorts,
  findDelayer: () => Promise<Delayer | undefined> = findNetem,
): Promise<Outpost> {
  const undo = createUndoStack();
  const delayer = await findDelayer();
  let opened: OpenedSite | undefined;
  let effects: readonly PathEffect[] = [];

  function started(): OpenedSite {
    if (opened) return opened;
    throw new LabError(
      'HARNESS_OUTPOST',
      'expected an egress to be told of its site first, but it was given something else to do',
    );
  }

  return {
    async hear(message: ToOutpost) {
      switch (message.type) {
        case 'egress-start':
          await undo[Symbol.asyncDispose]();
          effects = [];
          opened = undo.use(await openSite(message.start, siteGateway, delayer));
          return;
        case 'egress-apply': {
          const next = recognised(message.effects, message.added, effects);
          await started().apply(next);
          // Not before: what could not be brought about is still new when it is asked for again.
          effects = next;
          return;
        }
        case 'egress-services':
          return started().publish(message.services);
        default:
          throw new LabError(
            'HARNESS_OUTPOST',
            `expected an egress to be told of paths, but it was told ${message.type}`,
          );
      }
    },
    [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
  };
}

/**
 * What came over the link is a copy; that an effect is an old one is known by its object only.
 */
export function recognised(
  effects: readonly PathEffect[],
  added: readonly number[],
  before: readonly PathEffect[],
): readonly PathEffect[] {
  const left = [...before];
  return effects.map((effect, at) => {
    const known = left.findIndex((one) => isDeepStrictEqual(one, effect));
    if (added.includes(at) || known < 0) return effect;
    return left.splice(known, 1)[0] ?? effect;
  });
}
