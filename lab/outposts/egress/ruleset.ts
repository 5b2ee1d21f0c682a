/**
 * The packet filter of an egress as text for one `nft -f`, which replaces all of it or nothing. The
 * filter forwards what it was told about and nothing else: no packet of a site gets out of the lab.
 */
import { classOf, distinctDelays } from './delays.ts';
import type { Plan } from './express.ts';
import { CALLED_PORTS, ELSEWHERE, PLAIN_PORTS, type Place } from './places.ts';
import { CHANCES, renderSet } from './selection.ts';

const TABLE = 'pta_lab';

export interface FilterFrame {
  /** The egress's own, on the site's network. */
  device: string;
  /** `10.1.1.0/24` */
  subnet: string;
  places: readonly Place[];
  /** Local port for a name's address and port. */
  relayPort(place: Place, port: number): number | undefined;
  elsewhere: { tls: number; plain: number };
  /** Of the web proxy; absent: the site has none. */
  proxy?: { port: number; directToo: boolean };
  seed: number;
}

const DIRECTORY_PORTS = [53, 88, 389, 636];

export function renderRuleset(plan: Plan, frame: FilterFrame): string {
  const chains = [
    renderPlaces(plan, frame),
    renderDraw(frame),
    renderTranslation(frame),
    chain('onset', [...plan.onNew, ...renderProxyOnly(frame)]),
    chain('open', plan.onOpen),
    chain('each', plan.onEach),
    renderDelays(plan),
    renderForward(frame),
    renderLocal(plan, frame),
  ];
  return replacing(chains.join(''));
}

/** Before the first word of a lab, and after the last one: nothing passes. */
export const CLOSED_RULESET = replacing(
  chain('forward', ['type filter hook forward priority filter; policy drop;']),
);

/** Deleting what is not there would fail; so it is made first. */
function replacing(chains: string): string {
  return `table ip ${TABLE} {}\ndelete table ip ${TABLE}\ntable ip ${TABLE} {\n${chains}}\n`;
}

function renderPlaces({ relayed }: Plan, { places, relayPort }: FilterFrame): string {
  const targets = places.map(({ virtual, real }) => `${virtual} : ${real}`);
  const relays = relayed.flatMap(({ place, port }) => {
    const local = relayPort(place, port);
    return local === undefined ? [] : [`${place.virtual} . ${port} : ${local}`];
  });
  return (
    map('targets', 'ipv4_addr : ipv4_addr', targets) +
    map('relays', 'ipv4_addr . inet_service : inet_service', relays)
  );
}

function renderDelays({ delays }: Plan): string {
  const distinct = distinctDelays(delays);
  const rules = delays.map(
    ({ match, delayMs }) => `${match} meta priority set ${classOf(delayMs, distinct)} return`,
  );
  return chain('late', rules);
}

/** The same for each packet that is sent again, as the ports are. */
function renderDraw({ device, seed }: FilterFrame): string {
  const flow = 'ip saddr . tcp sport . ip daddr . tcp dport';
  return chain('draw', [
    'type filter hook prerouting priority mangle; policy accept;',
    `iifname != "${device}" return`,
    'ct state != new return',
    ...[...new Set(CALLED_PORTS)].map(
      (port) =>
        `tcp dport ${port} ct mark set jhash ${flow} mod ${CHANCES} seed ${seed} offset ${port * CHANCES}`,
    ),
  ]);
}

function renderTranslation({ device, subnet, elsewhere }: FilterFrame): string {
  const plain = renderSet(PLAIN_PORTS);
  return (
    chain('translate', [
      'type nat hook prerouting priority dstnat; policy accept;',
      `iifname != "${device}" return`,
      'meta l4proto tcp redirect to :ip daddr . tcp dport map @relays',
      `ip daddr ${ELSEWHERE} tcp dport ${plain} redirect to :${elsewhere.plain}`,
      `ip daddr ${ELSEWHERE} meta l4proto tcp redirect to :${elsewhere.tls}`,
      'meta l4proto tcp dnat to ip daddr map @targets',
    ]) +
    chain('leave', [
      'type nat hook postrouting priority srcnat; policy accept;',
      `ip saddr ${subnet} oifname != "${device}" masquerade`,
    ])
  );
}

/** Nothing leaves directly, except to the directory. */
function renderProxyOnly({ places, proxy }: FilterFrame): readonly string[] {
  if (!proxy || proxy.directToo || places.length === 0) return [];
  const all = renderSet(places.map(({ virtual }) => virtual));
  const ranges = DIRECTORY_PORTS.map((port) => `${port * CHANCES}-${(port + 1) * CHANCES - 1}`);
  return [`ct original ip daddr ${all} meta l4proto tcp ct mark != ${renderSet(ranges)} drop`];
}

function renderForward({ device }: FilterFrame): string {
  return chain('forward', [
    'type filter hook forward priority filter; policy drop;',
    'jump each',
    'jump late',
    'ct state new jump onset',
    'ct state established jump open',
    'ct state established,related accept',
    `iifname "${device}" ct state new ct status dnat accept`,
  ]);
}

/** What is redirected comes in here, and its answers go out here. */
function renderLocal({ onProxy }: Plan, { device, proxy, ...frame }: FilterFrame): string {
  const own = [...listRelayPorts(frame), frame.elsewhere.tls, frame.elsewhere.plain];
  const refusals = proxy
    ? onProxy.map((rule) => `tcp dport ${proxy.port} ct state new ${rule}`)
    : [];
  return (
    chain('input', [
      'type filter hook input priority filter; policy accept;',
      // Whoever is not redirected to them has no business there.
      `tcp dport ${renderSet(own)} ct status & dnat != dnat drop`,
      `iifname != "${device}" return`,
      'jump each',
      'ct state new jump onset',
      ...refusals,
    ]) +
    chain('output', [
      'type filter hook output priority filter; policy accept;',
      `oifname "${device}" jump each`,
    ])
  );
}

function listRelayPorts({ places, relayPort }: Pick<FilterFrame, 'places' | 'relayPort'>) {
  return places.flatMap((place) => CALLED_PORTS.flatMap((port) => relayPort(place, port) ?? []));
}

function chain(name: string, lines: readonly string[]): string {
  return `  chain ${name} {\n${lines.map((line) => `    ${line}\n`).join('')}  }\n`;
}

function map(name: string, type: string, elements: readonly string[]): string {
  const content = elements.length > 0 ? `    elements = { ${elements.join(', ')} }\n` : '';
  return `  map ${name} {\n    type ${type}\n${content}  }\n`;
}
