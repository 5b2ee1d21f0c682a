/**
 * Runs a command in our place: same terminal, same signals, same end. A Ctrl-C on a terminal
 * reaches the whole process group by itself, so passing it on as well would interrupt the child
 * twice.
 */
import { spawn } from 'node:child_process';

/** npm passes on the SIGINT that the terminal has sent already; both count as one. */
const SAME_INTERRUPT_MS = 500;

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
export function runChild(command, args, env) {
  const shell = process.platform === 'win32' && !command.endsWith('.exe');
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  // Before the child exists: a signal may come while it is being started.
  const stopPassing = onSignals((signal) => child?.kill(signal));
  child = spawn(command, args, { env, stdio: 'inherit', shell });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  }).finally(stopPassing);
}

/** @param {(signal: NodeJS.Signals) => void} pass */
function onSignals(pass) {
  let lastInterruptMs = Number.NEGATIVE_INFINITY;
  const interrupt = () => {
    const nowMs = performance.now();
    const repeated = nowMs - lastInterruptMs < SAME_INTERRUPT_MS;
    lastInterruptMs = nowMs;
    if (!process.stdin.isTTY && !repeated) pass('SIGINT');
  };
  const terminate = () => pass('SIGTERM');
  const hangUp = () => pass('SIGHUP');
  process.on('SIGINT', interrupt).on('SIGTERM', terminate).on('SIGHUP', hangUp);
  return () => {
    process.off('SIGINT', interrupt).off('SIGTERM', terminate).off('SIGHUP', hangUp);
  };
}

/**
 * Ends this process the way the child ended, so that shells and CI see the same.
 * @param {{ code: number | null, signal: NodeJS.Signals | null }} end
 */
export function endLike({ code, signal }) {
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code ?? 1;
}
