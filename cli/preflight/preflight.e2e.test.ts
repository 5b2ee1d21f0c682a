/**
 * Preflight as a person runs it, at Microsoft’s own names, which all lead to this machine here: out
 * through a proxy of ours that inspects, because nobody else may show a certificate for them.
 */
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { ALL_HERE, createHostile } from '../../probes/live/network/stub-servers.ts';
import { lookFromHere } from './look-from-here.ts';
import { renderPreflight } from './render-preflight.ts';

const OPTIONS = {
  ...({
    tenantId: '11111111-2222-4333-8444-555555555555',
    cloud: 'public',
    timeoutMs: 3_000,
  } as const),
  ...{ controllers: [], domain: 'corp.example', servicebus: 'his-eur1-weur1' },
};

/** Tunnels lead to `port`; whatever is to be forwarded is answered. */
function serveProxy(port: number, seen: string[]) {
  return (socket: Socket) => {
    socket.once('data', (head) => {
      const [line = ''] = head.toString().split('\r\n');
      seen.push(head.toString());
      if (!line.startsWith('CONNECT ')) {
        return void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
      }
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(connect(port, '127.0.0.1')).pipe(socket);
    });
  };
}

test('names who inspects, at each of the real names, and sends nothing that tells', async () => {
  await using hostile = await createHostile('Contoso Inspection CA');
  const requests: string[] = [];
  const tls = await hostile.https('*', ({ method, url, headers }, response) => {
    requests.push(`${method} ${url} ${Object.keys(headers).sort()}`);
    response.setHeader('date', new Date(Date.now() - 600_000).toUTCString()).end();
  });
  const heads: string[] = [];
  const proxy = await hostile.tcp(serveProxy(tls, heads));
  const looked = await lookFromHere(
    { ...OPTIONS, proxy: `http://proxy.test:${proxy}`, agentVersion: '1.5.132.0' },
    { ca: hostile.ca, names: ALL_HERE },
  );
  expect(looked.judgement).toMatchObject({
    verdict: 'fail',
    summary: expect.stringMatching(/^TLS is inspected by “Contoso Inspection CA” at login\./),
  });
  const text = renderPreflight(looked);
  expect(text).toMatch(
    /signalling +his-eur1-weur1\.servicebus\.windows\.net:443 +TLS is inspected/,
  );
  expect(text).toMatch(/revocation +crl3\.digicert\.com:80 +answers 200/);
  expect(text).toMatch(/Ports of the preview agent: 26 of 26 open/);
  expect(text).toMatch(/Proxy: named, there is no way past it\./);
  expect(text).toMatch(/This machine’s clock: (599|600)\.\d s against the cloud/);
  expect(requests).toEqual([
    expect.stringMatching(/^GET \S+openid-configuration accept,connection,host,user-agent$/),
  ]);
  expect(heads.join('')).not.toMatch(/authorization|cookie/i);
});
