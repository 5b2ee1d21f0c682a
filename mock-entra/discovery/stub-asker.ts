/** Asks the discovery surface of a tenant that has a managed and a federated domain, for tests. */
import { type CallOptions, call, createWorld } from '../stub-world.ts';

const FEDERATED = {
  name: 'fed.contoso.example',
  kind: 'federated',
  federation: {
    passiveUrl: 'https://sts.fed.example/ls',
    activeUrl: 'https://sts.fed.example/active',
    metadataUrl: 'https://sts.fed.example/mex',
    brand: 'Fed & Sons',
  },
} as const;

export async function ask(method: string, url: string, options: CallOptions = {}) {
  const world = await createWorld({}, undefined, {
    changes: { domains: [{ name: 'contoso.example', kind: 'managed' }, FEDERATED] },
  });
  return call(world, method, url, options);
}

export async function get(url: string) {
  const reply = await ask('GET', url);
  return { ...reply, body: JSON.parse(reply.body) };
}
