/**
 * Three hosts on this machine, as network namespaces: an agent's, whose default route is the
 * egress; the egress; and the cloud. Nothing of them is reachable from outside, and they are gone
 * when the rig is, or when its process ends.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildWithUndo } from '../../../../runtime/undo.ts';
import type { RigAnswer, RigOrder, RigRole } from './messages.ts';

export const AGENT = '10.231.1.1';
export const GATEWAY = '10.231.1.254/24';
export const RESOLVER = '10.231.1.254';
export const CLOUD = '10.231.9.10';

const ROLES: readonly RigRole[] = ['egress', 'cloud', 'caller'];

const MAIN = fileURLToPath(new URL('./host-main.ts', import.meta.url));

/** Rigs of this process: each has names of its own. */
let started = 0;

export interface RigHosts extends AsyncDisposable {
  ask<T>(role: RigRole, order: RigOrder): Promise<T>;
}

export function startHosts(): Promise<RigHosts> {
  return buildWithUndo(async (undo) => {
    sweep();
    started += 1;
    const nth = started;
    const mark = `${process.pid.toString(36)}${nth}`;
    const spaceOf = (role: RigRole) => `pl-egress-${process.pid}-${nth}-${role}`;
    for (const role of ROLES) {
      run('ip', 'netns', 'add', spaceOf(role));
      undo.defer(() => run('ip', 'netns', 'del', spaceOf(role)));
    }
    connectHosts(mark, spaceOf);
    const children = new Map(ROLES.map((role) => [role, startHost(spaceOf(role))]));
    undo.defer(async () => {
      for (const child of children.values()) await endHost(child);
    });
    let lastId = 0;
    return {
      async ask<T>(role: RigRole, order: RigOrder): Promise<T> {
        const child = children.get(role);
        if (!child) throw new Error(`no host ${role}`);
        lastId += 1;
        return askChild(child, lastId, order) as Promise<T>;
      },
      [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
    };
  });
}

async function endHost(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** What a killed run has left: its processes ended with it, and names do not. */
function sweep(): void {
  const listed = execFileSync('ip', ['netns'], { encoding: 'utf8' });
  for (const [name, pid] of listed.matchAll(/^pl-egress-(\d+)-\d+-\w+/gm)) {
    if (!existsSync(`/proc/${pid}`)) run('ip', 'netns', 'del', name);
  }
}

function connectHosts(mark: string, spaceOf: (role: RigRole) => string): void {
  const inside = (role: RigRole, ...words: string[]) => run('ip', '-n', spaceOf(role), ...words);
  const [agent, site, cloud, net] = ['a', 's', 'c', 'n'].map((end) => `pl${mark}${end}`);
  if (!agent || !site || !cloud || !net) return;
  run('ip', 'link', 'add', agent, 'type', 'veth', 'peer', 'name', site);
  run('ip', 'link', 'add', cloud, 'type', 'veth', 'peer', 'name', net);
  run('ip', 'link', 'set', agent, 'netns', spaceOf('caller'));
  run('ip', 'link', 'set', site, 'netns', spaceOf('egress'));
  run('ip', 'link', 'set', net, 'netns', spaceOf('egress'));
  run('ip', 'link', 'set', cloud, 'netns', spaceOf('cloud'));
  inside('caller', 'addr', 'add', `${AGENT}/24`, 'dev', agent);
  inside('egress', 'addr', 'add', '10.231.1.253/24', 'dev', site);
  inside('egress', 'addr', 'add', '10.231.9.254/24', 'dev', net);
  inside('cloud', 'addr', 'add', `${CLOUD}/24`, 'dev', cloud);
  for (const [role, device] of [
    ['caller', agent],
    ['egress', site],
    ['egress', net],
    ['cloud', cloud],
  ] as const) {
    inside(role, 'link', 'set', device, 'up');
    inside(role, 'link', 'set', 'lo', 'up');
  }
  inside('caller', 'route', 'add', 'default', 'via', RESOLVER);
  run('ip', 'netns', 'exec', spaceOf('egress'), 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
}

function startHost(space: string): ChildProcess {
  return spawn('ip', ['netns', 'exec', space, process.execPath, MAIN], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
}

function askChild(child: ChildProcess, id: number, order: RigOrder): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`the host ended at ${order.do}`));
    const listen = (answer: RigAnswer) => {
      if (answer.id !== id) return;
      child.off('message', listen).off('exit', ended);
      if ('problem' in answer) reject(new Error(answer.problem));
      else resolve(answer.result);
    };
    child.on('message', listen).once('exit', ended);
    child.send({ id, order });
  });
}

function run(tool: string, ...words: readonly string[]): void {
  execFileSync(tool, words, { stdio: ['ignore', 'ignore', 'inherit'] });
}
