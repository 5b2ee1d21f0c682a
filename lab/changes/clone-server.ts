/**
 * A copy of an agent's virtual machine is switched on, which the documents forbid (ED-QS): an agent
 * is known by its certificate, and now two machines show the same one. Both decrypt at first; once
 * one of them renews, the other's certificate is refused.
 */
import { serversIn } from '../servers/servers-in.ts';
import type { Change } from './change.ts';

export const cloneServer: Change = {
  id: 'clone-server',
  title: 'Clone an agent’s server',
  about: 'Switches on a copy of the server, with the key and the certificate of its agent.',
  where: ['sites', 'agents'],
  parameters: {},
  async apply(lab, where) {
    const names = serversIn(lab, where).map(({ name }) => name);
    const clones = names.map((name) => `${name}-clone`);
    for (const [at, name] of names.entries()) {
      await lab.drive(lab.cloneServer(name, clones[at] ?? ''));
    }
    return async () => {
      for (const clone of clones.reverse()) await lab.removeServer(clone);
    };
  },
  basis: 'assumed',
  sources: ['ED-QS', 'lab'],
};
