/** The least that Node can do: an HTTPS server that hands out given bytes. They come on stdin. */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { readIdentity, tellReady } from './tell.ts';

interface Given {
  headers: Record<string, string>;
  body: string;
}

const given = JSON.parse(await text(process.stdin)) as Given[];
const server = createServer(readIdentity(), (request, response) => {
  const { headers, body } = given[Number(request.url?.slice(1))] ?? { headers: {}, body: '' };
  response.writeHead(200, headers).end(body);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  tellReady({ urls: given.map((_, at) => `https://127.0.0.1:${port}/${at}`) });
});
