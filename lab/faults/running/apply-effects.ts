/**
 * Hands each effect to whoever interprets it. A place without an interpreter is refused before
 * anything is applied, so that no fault is ever half on.
 */
import type {
  AccountEffect,
  AdministrationEffect,
  CloudEffect,
  ControllerEffect,
  Effect,
  ForestEffect,
  PathEffect,
  AgentServerEffect as ServerEffect,
} from '../../../protocol/effects.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import { createTurns } from '../../../runtime/turns.ts';
import type { AppliedChange, ChangeControl } from '../../changes/change.ts';

type Done = void | Promise<void>;

/** Each call replaces the effects of its kind. An effect is new if the object is new. */
export interface Interpreters {
  applyPath(effects: readonly PathEffect[]): Done;
  applyControllers(effects: readonly ControllerEffect[]): Done;
  applyForests?(effects: readonly ForestEffect[]): Done;
  applyAccounts?(effects: readonly AccountEffect[]): Done;
  applyServers?(effects: readonly ServerEffect[]): Done;
  applyCloud?(effects: readonly CloudEffect[]): Done;
  changes?: Pick<ChangeControl, 'apply' | 'undo'>;
  /** A sentence on what of it this lab cannot bring about. Default: it can do all. */
  findImpossible?(effects: readonly Effect[]): string | undefined;
}

export interface EffectSink {
  /** @throws LabError `FAULT_NOT_SUPPORTED` */
  refuseUnsupported(id: string, effects: readonly Effect[]): void;
  /** Everything that is on, the new ones among it; what is no longer in it ends. */
  apply(effects: readonly Effect[]): Promise<void>;
}

const INTERPRETERS = {
  path: 'applyPath',
  controller: 'applyControllers',
  forest: 'applyForests',
  account: 'applyAccounts',
  'agent-server': 'applyServers',
  cloud: 'applyCloud',
  administration: 'changes',
} as const satisfies Record<Effect['on'], keyof Interpreters>;

export function createEffectSink(interpreters: Interpreters): EffectSink {
  const administration = createAdministration(interpreters.changes);
  const takeTurn = createTurns();

  async function applyAll(effects: readonly Effect[]): Promise<void> {
    await interpreters.applyPath(effects.filter((effect) => effect.on === 'path'));
    await interpreters.applyControllers(effects.filter((effect) => effect.on === 'controller'));
    await interpreters.applyForests?.(effects.filter((effect) => effect.on === 'forest'));
    await interpreters.applyAccounts?.(effects.filter((effect) => effect.on === 'account'));
    await interpreters.applyServers?.(effects.filter((effect) => effect.on === 'agent-server'));
    await interpreters.applyCloud?.(effects.filter((effect) => effect.on === 'cloud'));
    await administration.apply(effects.filter((effect) => effect.on === 'administration'));
  }

  return {
    refuseUnsupported(id, effects) {
      const lacking = effects.find(({ on }) => interpreters[INTERPRETERS[on]] === undefined);
      if (lacking) {
        const sentence = `${id} acts on the ${lacking.on}, which this lab cannot change while it runs.`;
        throw new LabError('FAULT_NOT_SUPPORTED', sentence);
      }
      const why = interpreters.findImpossible?.(effects);
      if (why !== undefined) throw new LabError('FAULT_NOT_SUPPORTED', `${id}: ${why}`);
    },
    // One after the other: a fault that heals itself must not overtake one that is being injected.
    apply: (effects) => takeTurn(() => applyAll(effects)),
  };
}

/** Changes are made when their effect appears and undone, latest first, when it is gone. */
function createAdministration(changes: Interpreters['changes']) {
  const made = new Map<AdministrationEffect, AppliedChange>();
  return {
    async apply(effects: readonly AdministrationEffect[]): Promise<void> {
      if (!changes) return;
      const gone = [...made].filter(([effect]) => !effects.includes(effect)).reverse();
      for (const [effect, { key }] of gone) {
        made.delete(effect);
        await changes.undo(key);
      }
      for (const effect of effects) {
        if (made.has(effect)) continue;
        made.set(effect, await changes.apply(effect.change, effect.where, effect.parameters));
      }
    },
  };
}
