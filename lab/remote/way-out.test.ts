import { expect, test } from 'vitest';
import { decideWayOut } from './way-out.ts';

const LAB = 'http://127.0.0.1:4000';
const HOST = 'http://proxy.corp.example:8080';

const hosts = (options: Parameters<typeof decideWayOut>[0]) =>
  decideWayOut(options).map(({ host }) => host);

test.each([
  ['no proxy of its own', {}, ['127.0.0.1:4000']],
  ['one of its own', { HTTPS_PROXY: HOST }, ['proxy.corp.example:8080', '127.0.0.1:4000']],
  ['in lower case', { https_proxy: HOST }, ['proxy.corp.example:8080', '127.0.0.1:4000']],
  ['the lab’s proxy itself', { HTTPS_PROXY: `${LAB}/` }, ['127.0.0.1:4000']],
  ['an exception', { HTTPS_PROXY: HOST, NO_PROXY: 'x, 127.0.0.1' }, ['127.0.0.1:4000']],
  ['all excepted', { HTTPS_PROXY: HOST, no_proxy: '*' }, ['127.0.0.1:4000']],
  [
    'another port excepted',
    { HTTPS_PROXY: HOST, NO_PROXY: '127.0.0.1:4001' },
    ['proxy.corp.example:8080', '127.0.0.1:4000'],
  ],
])('the way to the lab of a host with %s', (_, environment, way) => {
  expect(hosts({ labProxy: LAB, environment })).toEqual(way);
});

test('a name in NO_PROXY covers what lies under it, and nothing that merely ends alike', () => {
  const environment = { HTTPS_PROXY: HOST, NO_PROXY: '.lab.example' };
  const labProxy = (name: string) => `http://${name}:4000`;
  expect(hosts({ labProxy: labProxy('a.lab.example'), environment })).toHaveLength(1);
  expect(hosts({ labProxy: labProxy('notlab.example'), environment })).toHaveLength(2);
});

test('the option wins over the environment, and without the lab’s proxy the host’s is the way', () => {
  expect(hosts({ hostProxy: HOST, environment: { HTTPS_PROXY: LAB } })).toEqual([
    'proxy.corp.example:8080',
  ]);
});

test('no way at all, or a strange one, is a sentence that repeats no password', () => {
  expect(() => decideWayOut({ environment: {} })).toThrow('expected a way to the lab');
  const secret = 'socks5://me:hush@proxy.example:1080';
  const refuse = () => decideWayOut({ labProxy: secret, environment: {} });
  expect(refuse).toThrow('expected a proxy as http://host:port');
  expect(refuse).not.toThrow('hush');
});
