/**
 * All outposts of a live lab together. They dial in (`link/`); this waits for those that the
 * estate names, and hands on to each what concerns it.
 *
 *     found ─▶ controllers start ──────────┐
 *     names ─▶ open: egresses start, paths └▶ accounts, controllers' effects
 */
import { randomBytes } from 'node:crypto';
import type { Timings } from '../../../protocol/timings.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import { buildWithUndo, type UndoStack } from '../../../runtime/undo.ts';
import type { OutpostsOptions, Site } from '../../estate.ts';
import { findImpossible } from '../find-impossible.ts';
import { createArrivals } from '../link/arrivals.ts';
import { createAsking } from '../link/asking.ts';
import { type Link, startLink } from '../link/link.ts';
import type { Member } from '../link/member.ts';
import type { PackedIdentity } from '../link/messages.ts';
import { writeRunFolder } from '../link/run-folder.ts';
import type { Outposts } from '../outposts.ts';
import { findAddressNear } from '../own-address.ts';
import { type ControllersOptions, commandControllers } from './command-controllers.ts';
import { commandEgresses, type EgressesOptions } from './command-egresses.ts';
import { createRemoteChild } from './remote-child.ts';
import { createReturns } from './returns.ts';
import { createSiteTunnels } from './site-tunnels.ts';

export interface CreateOutpostsOptions extends OutpostsOptions {
  sites: readonly Site[];
  timings: Timings;
  seed: string;
  /** PEM of those who sign the run's names. */
  caPem: string;
  linkIdentity: PackedIdentity;
  controller: ControllersOptions['controller'];
  egress: EgressesOptions['egress'];
  /** Something came from there. */
  touch(): void;
}

const DEFAULT_PORT = 7443;
const DEFAULT_HOST = 'mock-entra';
const PATIENCE_MS = 120_000;
const TOKEN_BYTES = 32;
const EVERYWHERE = '0.0.0.0';

/** @throws LabError `OUTPOSTS_MISSING`, `PORT_BUSY` */
export function createOutposts(options: CreateOutpostsOptions): Promise<Outposts> {
  return buildWithUndo((undo) => assemble(options, undo));
}

async function assemble(options: CreateOutpostsOptions, undo: UndoStack): Promise<Outposts> {
  const { sites, cloudAddress, patienceMs = PATIENCE_MS, touch } = options;
  const trouble = createListening();
  const arrivals = createArrivals(sites);
  const returns = createReturns(options);
  const tunnels = createSiteTunnels({ hostOf: (...place) => hostOf(link, sites, place), touch });
  const link = await openLink(options, undo, {
    tunnelled: tunnels.take,
    joined(member) {
      returns.joined(member.who);
      arrivals.note(member.who);
      member.onHeard((message) => {
        touch();
        const { type } = message;
        if (type === 'trouble') trouble.report(new LabError(message.code, message.message));
      });
    },
    left: ({ who }) => returns.left(who, trouble.report),
  });
  undo.use(tunnels);
  undo.defer(trouble.close);
  undo.use(returns);
  await arrivals.all(patienceMs, returns.say);
  const asking = createAsking(link);
  const own = { ...options, cloudAddress: findAddressNear(cloudAddress) };
  const { start, comeBack, ...controllers } = commandControllers(options, asking);
  const { comeBack: reopen, ...egresses } = commandEgresses(own, asking, trouble.report);
  returns.onReturn({ controller: (name) => comeBack(name, returns.say), egress: reopen });
  let agents = 0;
  return {
    gatewayPorts: await openSites(sites, tunnels.open),
    ...{ ...egresses, ...controllers, findImpossible },
    onReturned: (restart) => returns.onReturn({ agent: restart }),
    spawnAgent(spawn) {
      agents += 1;
      return createRemoteChild(hostOf(link, sites, [spawn.site, spawn.name]), agents, spawn);
    },
    found({ domain, onTrouble }) {
      trouble.listen(onTrouble);
      start(domain).catch(trouble.report);
    },
    [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
  };
}

async function openLink(
  { port = DEFAULT_PORT, host = DEFAULT_HOST, ...options }: CreateOutpostsOptions,
  undo: UndoStack,
  events: Pick<Parameters<typeof startLink>[0], 'joined' | 'left' | 'tunnelled'>,
): Promise<Link> {
  const token = () => randomBytes(TOKEN_BYTES).toString('base64url');
  const tokens = { agent: token(), egress: token(), controller: token() };
  const { linkIdentity: identity, caPem, runFolder } = options;
  const link = undo.use(await startLink({ identity, tokens, port, host: EVERYWHERE, ...events }));
  const url = `wss://${host}:${link.port}`;
  undo.use(await writeRunFolder(runFolder, { url, tokens, caPem }));
  return link;
}

async function openSites(
  sites: readonly Site[],
  open: (site: string) => Promise<number>,
): Promise<ReadonlyMap<string, number>> {
  const ports = new Map<string, number>();
  for (const { name } of sites) ports.set(name, await open(name));
  return ports;
}

/** The server of that name, else another one of its site. */
function hostOf(
  link: Link,
  sites: readonly Site[],
  [site, component]: readonly [site: string, component: string],
): Member | undefined {
  const here = sites.find(({ name }) => name === site)?.agents ?? [];
  const first = here.includes(component) ? [component] : [];
  return [...first, ...here]
    .map((name) => link.member('agent', name))
    .find((member) => member !== undefined);
}

/** Trouble before anybody listens is kept; after the end there is none any more. */
function createListening() {
  let early: unknown[] = [];
  let tell: (error: unknown) => void = (error) => early.push(error);
  return {
    report: (error: unknown) => tell(error),
    listen(onTrouble: (error: unknown) => void) {
      tell = onTrouble;
      for (const error of early.splice(0)) onTrouble(error);
    },
    close() {
      early = [];
      tell = () => {};
    },
  };
}
