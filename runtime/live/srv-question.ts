/**
 * Asking the host at the other end of the road for an SRV record, in a head as CONNECT has it: the
 * resolver that answers is that host's own.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Call, Outcome } from '../ports.ts';
import { startAttempt } from './attempt.ts';
import { readHead } from './connect-head.ts';
import type { DialWorld } from './dial.ts';
import { failureOf, failureOfObstacle } from './failure.ts';
import { LOOPBACK } from './names.ts';

export type ServiceAnswer = { hosts: readonly string[] } | { obstacle: string };

const HEAD_END = '\r\n\r\n';

function renderServiceQuestion(name: string): string {
  return `SERVICE ${name} HTTP/1.1${HEAD_END}`;
}

export function parseServiceQuestion(head: string): string | undefined {
  return /^SERVICE ([\w.-]{1,253}) HTTP\/1\.1\r\n/.exec(head)?.[1];
}

export function renderServiceAnswer(answer: ServiceAnswer): string {
  const said =
    'obstacle' in answer ? `x-lab-path: ${answer.obstacle}` : `x-lab-hosts: ${answer.hosts}`;
  return `HTTP/1.1 200 OK\r\n${said}${HEAD_END}`;
}

function parseServiceAnswer(head: string): ServiceAnswer {
  const hosts = /^x-lab-hosts: *(\S+)\r$/im.exec(head)?.[1];
  if (hosts !== undefined) return { hosts: hosts.split(',') };
  return { obstacle: /^x-lab-path: *(\S+)/im.exec(head)?.[1] ?? 'malformed-answer' };
}

export async function askForService(
  world: DialWorld,
  name: string,
  call: Call,
): Promise<Outcome<readonly string[]>> {
  const port = world.gatewayPort(call.from.site);
  const attempt = startAttempt(world, call);
  const socket = connect({ host: LOOPBACK, port: port ?? 0, noDelay: true });
  socket.on('error', () => {});
  attempt.givingUp(() => socket.destroy());
  const asking = async (): Promise<ServiceAnswer | { failure: ReturnType<typeof failureOf> }> => {
    try {
      await once(socket, 'connect');
      socket.write(renderServiceQuestion(name));
      return parseServiceAnswer(await readHead(socket));
    } catch (error) {
      return { failure: failureOf(error) };
    }
  };
  const answer = await attempt.step('resolve', asking());
  attempt[Symbol.dispose]();
  socket.destroy();
  if (answer === 'timed-out') return attempt.fail(answer, 'resolve');
  if ('failure' in answer) return attempt.fail(answer.failure, 'resolve');
  if ('obstacle' in answer) return attempt.fail(failureOfObstacle(answer.obstacle), 'resolve');
  return { ok: true, value: answer.hosts, phaseMs: attempt.phaseMs };
}
