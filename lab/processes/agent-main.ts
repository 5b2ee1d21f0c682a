/**
 * The process of one agent: started by `spawn-agent.ts`, told everything over IPC. It ends when it
 * is told to, and with the lab however that ends: then the channel is gone. Ctrl-C and
 * its like reach it too, and are the lab's to heed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from '../../runtime/lab-error.ts';
import type { FromAgent, ToAgent } from './messages.ts';
import { type RunningAgent, runAgent } from './run-agent.ts';

/** How old what the lab knows of counters may be. */
const TELL_EVERY_MS = 250;

let starting: Promise<RunningAgent> | undefined;
let running: RunningAgent | undefined;
let lastSeen = '';

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));
process.on('uncaughtException', fail);
process.on('message', (message: ToAgent) => {
  hear(message).catch(fail);
});
/** Gone while this was being loaded: nobody says so a second time. */
if (!process.connected) process.exit(0);

/** What comes while it starts is heard right after. */
async function hear(message: ToAgent): Promise<void> {
  if (message.type === 'start') {
    starting = runAgent(message.start, { tell, trouble: fail, cpuMs });
    running = await starting;
    tellState();
    tell({ type: 'started' });
    return tellNowAndThen();
  }
  const agent = await starting;
  if (message.type === 'stop') {
    await agent?.stop();
    return tellState(() => process.exit(0));
  }
  await agent?.hear(message);
  if (!('id' in message)) return;
  tellState();
  tell({ type: 'done', id: message.id, atMs: agent?.nowMs() ?? 0 });
}

function tell(message: FromAgent, sent?: () => void): void {
  // A lab that is gone is heard of by `disconnect`.
  if (process.connected) process.send?.(message, () => sent?.());
}

async function tellNowAndThen(): Promise<void> {
  for (;;) {
    await sleep(TELL_EVERY_MS);
    if (isChanged()) tellState();
  }
}

/** Processor time alone is nothing to tell. */
function isChanged(): boolean {
  const { running: isRunning, counters, load } = running?.state() ?? {};
  const seen = JSON.stringify([isRunning, counters, { ...load, cpuMs: 0 }]);
  const before = lastSeen;
  lastSeen = seen;
  return seen !== before;
}

function tellState(sent?: () => void): void {
  if (running === undefined) sent?.();
  else tell({ type: 'state', state: running.state() }, sent);
}

/** Reported, not printed: who reads a child's output? */
function fail(error: unknown): void {
  const code = error instanceof LabError ? error.code : 'HARNESS_AGENT_PROCESS';
  const message = error instanceof Error ? error.message : String(error);
  tell({ type: 'trouble', code, message }, () => process.exit(1));
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
