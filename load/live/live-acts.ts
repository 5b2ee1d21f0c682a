/**
 * What one iteration does on real sockets: the same requests that the k6 scripts send, so that both
 * engines load a target alike. Only results come back: no token is kept, no name is logged.
 */
import { createControlClient } from '../../lab/control/client.ts';
import type { ServerView } from '../../lab/control/servers.ts';
import type { Where } from '../../lab/faults/fault.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Act } from '../generator/generate.ts';
import type { LoadTarget } from '../load-target.ts';
import type { Deed } from '../load-test.ts';
import { readSignInResult } from '../sign-in-result.ts';
import type { Connections, Heard } from './connections.ts';

export function createLiveActs(target: LoadTarget, connections: Connections): Record<Deed, Act> {
  const { authority, clientId, scope, users, victims } = target;
  const path = `${new URL(authority).pathname}/oauth2/v2.0/token`;
  const fixed = new URLSearchParams({ grant_type: 'password', client_id: clientId, scope });
  const formOf = (userName: string, password: string) =>
    `${fixed}&${new URLSearchParams({ username: userName, password })}`;
  // Written once: a form costs more than sending it.
  const forms = users.map(({ userName, password }) => formOf(userName, password));
  const agents = createAgentActs(target);
  let signedIn = 0;
  let guessed = 0;
  return {
    async signIn() {
      const form = forms[signedIn++ % forms.length] ?? '';
      return resultOf(await connections.post(path, form));
    },
    async guessPassword() {
      const at = guessed++;
      const victim = victims[at % Math.max(1, victims.length)]?.userName ?? '';
      return resultOf(await connections.post(path, formOf(victim, `guess-${at}`)));
    },
    ...agents,
    browserSignIn() {
      const sentence = 'expected k6 with its browser for this test; our own engine has none';
      throw new LabError('LOAD_ENGINE', sentence);
    },
  };
}

function resultOf(heard: Heard): string {
  return 'result' in heard ? heard.result : readSignInResult(heard.status, heard.body);
}

/** One more at the site of the first, or the last of those there were gone for good. */
function createAgentActs({ control, agents }: LoadTarget): Record<'addAgent' | 'removeAgent', Act> {
  const client = control && createControlClient(control.url, control.token);
  const left = [...agents];
  const apply = async (id: string, where: Where) => {
    if (!client) throw new LabError('LOAD_ENGINE', 'expected a lab with a control API for this');
    await client.changes.apply(id, where);
    return '0';
  };
  return {
    async addAgent() {
      const [first] = (await client?.call<readonly ServerView[]>('GET', '/servers')) ?? [];
      return apply('install-agent', { sites: [first?.site ?? ''] });
    },
    removeAgent: () => apply('remove-agent', { agents: [left.pop() ?? ''] }),
  };
}
