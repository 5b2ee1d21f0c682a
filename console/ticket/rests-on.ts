/** What a verdict hangs on, grouped by how well it is founded: the weakest first. */
import type { Journal } from '../../scenarios/journal/journal.ts';
import { formatDuration } from '../report/lab-time.ts';

type Assumed = Journal['restedOn']['assumed'][number];

const MODES = {
  virtual: 'Clock and network were simulated; the protocol code was the real one.',
  live: 'Real sockets and real TLS, on one machine.',
  containers: 'Separate hosts, real packet filters and Samba domain controllers, in containers.',
} as const;

const CRYPTO = {
  rsa: 'Passwords were sealed with RSA-2048.',
  fast: 'Cheap crypto sealed the passwords: no statement about real agents.',
  'stand-in': 'A stand-in sealed the passwords: no statement about speed.',
} as const;

export function renderRestsOn({ restedOn }: Journal): string[] {
  const { assumed, mode, crypto, capacity } = restedOn;
  const isOverridden = ({ note }: Assumed) => note.startsWith('Overridden');
  const usual = assumed.filter((number) => !isOverridden(number));
  return [
    `- ${MODES[mode]} ${CRYPTO[crypto]} Nothing was tried on Microsoft’s service.`,
    ...(capacity === undefined ? [] : [`- Agents’ servers were modelled: ${capacity}.`]),
    ...list('Set by you against the documents or the lab', assumed.filter(isOverridden)),
    ...list('In one seed document only', usual.filter(withBasis('seed'))),
    ...list('Assumed, because nobody publishes them', usual.filter(withBasis('assumed'))),
    '- What the lab does not emulate is listed in docs/parity.md.',
  ];
}

function withBasis(basis: string) {
  return (number: Assumed) => number.basis === basis;
}

function list(title: string, numbers: readonly Assumed[]): string[] {
  if (numbers.length === 0) return [];
  const words = numbers.map(({ name, value }) => `\`${name}\` ${formatNumber(name, value)}`);
  return [`- ${title} (${numbers.length}): ${words.join(', ')}.`];
}

function formatNumber(name: string, value: number): string {
  return name.endsWith('Ms') ? formatDuration(value) : String(value);
}
