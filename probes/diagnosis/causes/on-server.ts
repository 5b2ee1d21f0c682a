/**
 * Causes that show on the agent’s own server to whoever has signed in there. `when` reads one
 * server and says what it saw; undefined: this one is well.
 */
import { type Cause, type Finding, STRONG } from '../cause.ts';
import { placesOf, type ServerSigns, type Signs } from '../signs.ts';

type ServerCause = Omit<Cause, 'seenBy' | 'look' | 'link'> &
  Partial<Pick<Cause, 'seenBy' | 'link'>>;

export function serverCause(
  cause: ServerCause,
  when: (server: ServerSigns, signs: Signs) => string | undefined,
  weight: number | ((signs: Signs, found: readonly ServerSigns[]) => number) = STRONG,
): Cause {
  return {
    link: 'agent',
    seenBy: ['agent-host'],
    ...cause,
    look: (signs) => lookAtServers(signs, when, weight),
  };
}

function lookAtServers(
  signs: Signs,
  when: Parameters<typeof serverCause>[1],
  weight: NonNullable<Parameters<typeof serverCause>[2]>,
): Finding | undefined {
  const found = signs.servers.filter((server) => when(server, signs) !== undefined);
  if (found.length === 0) return undefined;
  const well = signs.servers.filter((server) => server.host && !found.includes(server));
  return {
    weight: typeof weight === 'number' ? weight : weight(signs, found),
    at: placesOf(signs, found),
    for: found.slice(0, 3).flatMap((server) => when(server, signs) ?? []),
    against: well.slice(0, 1).map(({ name }) => `${name} shows nothing of it`),
  };
}

/** As the agents list names the machine, in whatever case and with or without its domain. */
export function listedAs({ agents }: Signs, { name }: ServerSigns) {
  const own = (machine: string) => machine.split('.')[0]?.toLowerCase() ?? '';
  return agents?.agents?.find(({ machineName }) => own(machineName) === own(name));
}
