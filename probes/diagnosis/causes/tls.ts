/**
 * Devices in the path that end TLS themselves. Whom the chain names is the evidence: no expected
 * root, and so an issuer that has no business there.
 */
import { type Cause, STRONG } from '../cause.ts';
import { placesOf } from '../signs.ts';
import { pathCause } from './on-path.ts';

const EXEMPT =
  'Exempt *.msappproxy.net and *.servicebus.windows.net from inspection: agents use client ' +
  'certificates, which no inspecting device can pass on.';
const COMPARE = 'Read the chain that the server is shown, and compare it from another site.';

export const TLS_CAUSES: readonly Cause[] = [
  pathCause(
    {
      id: 'tls-inspection',
      link: 'tls-inspection',
      title: 'TLS is inspected on the way to the cloud',
      isUsual: true,
      nextTest: `${COMPARE} A blocked 443 shows no chain at all.`,
      fix: EXEMPT,
      sources: ['ED-QS', 'ED-APX', 'SEED-C'],
    },
    'inspected',
    ({ preflight }) => preflight?.webSocket?.failure !== 'upgrade-refused',
  ),
  {
    id: 'proxy-blocks-websockets',
    link: 'proxy',
    title: 'A proxy inspects TLS and refuses web sockets',
    brings: [80001, 80002],
    seenBy: ['preflight'],
    explains: ['tls-inspection'],
    nextTest:
      'Try a web-socket upgrade to the signalling service from the server: it is refused here, ' +
      'where TLS is only inspected it gets through and the client certificate is missing.',
    fix: `${EXEMPT} Let web sockets pass.`,
    sources: ['ED-QS', 'lab'],
    look(signs) {
      const found = signs.servers.filter(
        ({ preflight }) => preflight?.webSocket?.failure === 'upgrade-refused',
      );
      if (found.length === 0) return undefined;
      const names = found.map(({ name }) => name).join(', ');
      const seen = `the web-socket upgrade was refused from ${names}`;
      return { weight: STRONG, at: placesOf(signs, found), for: [seen] };
    },
  },
  pathCause(
    {
      id: 'tls-expired',
      link: 'tls-inspection',
      title: 'A device in the path shows an expired certificate',
      nextTest: `${COMPARE} If every certificate looks expired, the server’s own clock is ahead.`,
      fix: `Renew the certificate of the device. ${EXEMPT}`,
    },
    'certificate-expired',
  ),
  pathCause(
    {
      id: 'tls-not-yet-valid',
      link: 'tls-inspection',
      title: 'A device in the path shows a certificate that is not valid yet',
      nextTest: `${COMPARE} If every certificate looks that way, the server’s own clock is behind.`,
      fix: `Set the clock of the device, or replace its certificate. ${EXEMPT}`,
    },
    'certificate-not-yet-valid',
  ),
  pathCause(
    {
      id: 'tls-wrong-name',
      link: 'tls-inspection',
      title: 'A device in the path answers with a certificate of its own name',
      nextTest: 'Resolve-DnsName on the server: Microsoft’s address here, another one if DNS lies.',
      fix: EXEMPT,
    },
    'wrong-name',
  ),
  pathCause(
    {
      id: 'tls-wrong-usage',
      link: 'tls-inspection',
      title: 'A device in the path shows a certificate that is not made for servers',
      nextTest: `${COMPARE} Look at the extended key usage: server authentication is missing.`,
      fix: `Replace the certificate of the device. ${EXEMPT}`,
    },
    'wrong-usage',
  ),
  pathCause(
    {
      id: 'tls-old-protocol',
      link: 'tls-inspection',
      title: 'A device in the path speaks TLS 1.0 and 1.1 only',
      nextTest:
        'The same connection from another server: it works where this server offers too little.',
      fix: `Update the device. ${EXEMPT}`,
    },
    'old-protocol',
    ({ host }) => host?.tls12 !== false,
  ),
  pathCause(
    {
      id: 'tls-no-shared-cipher',
      link: 'tls-inspection',
      title: 'A device in the path accepts none of the server’s cipher suites',
      nextTest: 'Compare the cipher suites of the server (Get-TlsCipherSuite) with the device’s.',
      fix: `Give both a suite in common. ${EXEMPT}`,
    },
    'no-cipher',
  ),
];
