/** OpenID configuration and keys, against a bare Node HTTPS server that returns the same bytes. */
import { Agent, request } from 'undici';
import { type Figure, row } from './figure.ts';
import { type Load, measureSideBySide } from './https-load.ts';
import { startPeer } from './peer-process.ts';
import { startUpLab } from './up-process.ts';

const PATHS = {
  configuration: 'v2.0/.well-known/openid-configuration',
  keys: 'discovery/v2.0/keys',
} as const;

export const discovery: Figure = {
  name: 'discovery',
  about: 'OpenID configuration and keys against a bare Node HTTPS server with the same bytes',
  async measure(progress) {
    const lab = await startUpLab('--no-traffic');
    const ours = Object.values(PATHS).map((path) => ({ url: `${lab.ready.authority}/${path}` }));
    const given = await Promise.all(ours.map(fetchOnce));
    const peer = await startPeer('peers/bare-https.ts', JSON.stringify(given));
    const rows = [];
    for (const [at, name] of Object.keys(PATHS).entries()) {
      const [load, url] = [ours[at], peer.urls?.[at]];
      if (!load || !url) throw new Error(`there is nothing to measure for ${name}`);
      const rates = await measureSideBySide(load, { url }, progress);
      rows.push(
        row(
          { name: `discovery-${name}`, value: rates.ours, unit: 'requests/s' },
          { what: 'bare Node HTTPS', value: rates.theirs },
          { atLeast: 0.7 },
        ),
      );
    }
    await Promise.all([lab.stop(), peer.stop()]);
    return rows;
  },
};

async function fetchOnce({ url }: Load) {
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  const { headers, body } = await request(url, { dispatcher });
  const text = await body.text();
  await dispatcher.close();
  const plain = Object.entries(headers).filter(
    ([name, value]) => typeof value === 'string' && !['connection', 'keep-alive'].includes(name),
  );
  return { headers: Object.fromEntries(plain), body: text };
}
