/**
 * The outpost beside a domain controller: founds or joins the domain, writes accounts into it and
 * brings effects about. What decides a logon is Samba alone.
 *
 *     found ─▶ policy ─▶ Samba ─▶ relay ─▶ a bind is answered: done
 */
import { type Condition, conditionUnder } from '../../../directory/condition.ts';
import { controllerHost } from '../../../protocol/hosts.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import { createLiveClock, type LiveClock } from '../../../runtime/live/clock.ts';
import { createTurns } from '../../../runtime/turns.ts';
import { createUndoStack, type UndoStack } from '../../../runtime/undo.ts';
import type { ControllerStart, Outpost, OutpostPorts } from '../link/messages.ts';
import { type AccountWriter, policyFor, startAccountWriter } from './account-writer.ts';
import { awaitBind } from './await-bind.ts';
import { conditionOf } from './condition.ts';
import { foundDomain } from './found-domain.ts';
import { leadDomain } from './lead-domain.ts';
import { createRelay, type Relay } from './relay.ts';
import { createSambaProcess, type SambaProcess } from './samba-process.ts';

const LDAPS_PORT = 636;

interface Running {
  start: ControllerStart;
  samba: SambaProcess;
  relay: Relay;
  writer: AccountWriter;
}

export async function startController({ name, tell }: OutpostPorts): Promise<Outpost> {
  const undo = createUndoStack();
  let running: Running | undefined;
  let condition = conditionUnder([]);
  /** Lab time, once it is told: Samba itself has the machine's. */
  const clock = createLiveClock({ quiet: async () => {}, background: true });
  undo.defer(() => clock.stop());
  const takeTurn = createTurns();
  const trouble = (error: Error) => {
    const code = error instanceof LabError ? error.code : 'HARNESS_OUTPOST';
    tell({ type: 'trouble', code, message: error.message });
  };

  return {
    async hear(message) {
      switch (message.type) {
        case 'controller-start':
          return takeTurn(async () => {
            running = await launch(message.start, clock, undo, trouble);
          });
        case 'controller-apply':
          return takeTurn(async () => {
            await clock.advanceTo(message.labMs);
            const next = conditionOf(name, message.effects);
            await change(started(running), condition, next);
            condition = next;
          });
        case 'controller-lead':
          return takeTurn(leadDomain);
        case 'controller-meet':
          return takeTurn(() => meet(started(running), condition));
        case 'controller-accounts':
          return takeTurn(async () => {
            const { writer } = started(running);
            const { accounts } = message;
            // None: the others have something new, and it is not waited for.
            await writer.write(accounts.length > 0 ? { do: 'accounts', accounts } : { do: 'pull' });
          });
        default: {
          const sentence = `expected a controller's outpost to be told of controllers, got ${message.type}`;
          throw new LabError('HARNESS_OUTPOST', sentence);
        }
      }
    },
    [Symbol.asyncDispose]: () => takeTurn(async () => undo[Symbol.asyncDispose]()),
  };
}

function started(running: Running | undefined): Running {
  if (running) return running;
  const sentence = 'expected the controller to be started before anything else is asked of it';
  throw new LabError('HARNESS_OUTPOST', sentence);
}

async function launch(
  start: ControllerStart,
  clock: LiveClock,
  undo: UndoStack,
  trouble: (error: Error) => void,
): Promise<Running> {
  undo.use(await foundDomain(start));
  const writer = undo.use(startAccountWriter());
  if (start.joinAt === undefined) {
    await writer.write(policyFor(start.lockout));
    await writer.write({ do: 'password', name: 'Administrator', password: start.joinPassword });
  }
  const samba = undo.use(createSambaProcess(trouble));
  samba.start();
  const relay = undo.use(
    createRelay({ address: start.address, port: LDAPS_PORT, behind: '127.0.0.1', clock }),
  );
  await relay.open();
  await awaitBind(start, controllerHost(start.name));
  return { start, samba, relay, writer };
}

/**
 * From whom it copies it works out when it starts, and then every five minutes. One that does not
 * run now does so once it does.
 */
async function meet(running: Running, condition: Condition): Promise<void> {
  if (condition.stopped || condition.hung) return;
  const stopped = { ...condition, stopped: true };
  await change(running, condition, stopped);
  await change(running, stopped, condition);
  await running.writer.write({ do: 'pull' });
}

/** From how it is to how it is to be; what does not differ is left alone. */
async function change(
  { start, samba, relay, writer }: Running,
  before: Condition,
  next: Condition,
): Promise<void> {
  relay.delay(next.delays);
  if (next.stopped) {
    await relay.close();
    await samba.end();
  } else if (before.stopped) {
    samba.start();
    await relay.open();
    await awaitBind(start, controllerHost(start.name));
  }
  samba.hold(next.hung);
  if (next.stale !== before.stale) await writer.write({ do: 'hear', on: !next.stale });
}
