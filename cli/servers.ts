/**
 * `pta-lab servers`: the agents' servers of a running lab, as somebody sees them who signs in
 * there: Programs and Features, services, the event log, the trace and the performance counters.
 */
import { type Command, Option } from 'commander';
import type { TraceLine, WindowsEvent } from '../agent/log/agent-log.ts';
import { renderTrace } from '../agent/log/render-trace.ts';
import { LOG_CHANNELS } from '../lab/control/servers.ts';
import { addControlOptions, type ControlOptions, controlOf, print } from './lab-control.ts';
import {
  EVENT_FORMATS,
  type EventFormat,
  renderCounters,
  renderPrograms,
  renderServer,
  renderServers,
} from './servers/render-servers.ts';
import { writeText } from './write-text.ts';

interface Options extends ControlOptions {
  json?: boolean;
  out?: string;
}

const EXAMPLE = `
Examples:
  pta-lab servers ls
  pta-lab servers events agt-1 --format xml --out agt-1.xml   (as Event Viewer saves it)
  pta-lab servers trace agt-1
To install, upgrade or restart something: pta-lab changes ls
`;

export function register(program: Command): void {
  const servers = program
    .command('servers')
    .description('Agents’ servers of a running lab: programs, services, logs')
    .addHelpText('after', EXAMPLE);
  const verb = (name: string, about: string) =>
    addControlOptions(servers.command(name).description(about));
  const listing = <T>(name: string, about: string, path: string, render: (value: T) => string) =>
    verb(name, about)
      .option('--json', 'print JSON')
      .action(async (...args: unknown[]) => {
        const [server, options] = argumentsOf(args);
        print(options.json, await ask<T>(options, server, path), render);
      });

  listing('ls', 'Servers with their agents and services', '', renderServers);
  listing(
    'show <server>',
    'The machine: certificate, TLS, proxy, clock',
    '/description',
    renderServer,
  );
  listing('programs <server>', 'What Programs and Features shows', '', renderPrograms);
  listing('counters <server>', 'Its performance counters', '/counters', renderCounters);
  verb('trace <server>', 'Requests that failed, as in the agent’s trace file')
    .option('--out <file>', 'write to this file')
    .action(async (server: string, options: Options) => {
      const lines = await ask<readonly TraceLine[]>(options, server, '/trace');
      write(options, renderTrace(lines));
    });
  verb('events <server>', 'Its event log, oldest first')
    .addOption(choice('--channel <name>', 'which log', Object.keys(LOG_CHANNELS), 'admin'))
    .addOption(choice('--format <name>', 'as what', Object.keys(EVENT_FORMATS), 'text'))
    .option('--out <file>', 'write to this file')
    .action(async (server: string, options: Options & { channel: string; format: EventFormat }) => {
      const path = `/events?channel=${options.channel}`;
      const events = await ask<readonly WindowsEvent[]>(options, server, path);
      write(options, EVENT_FORMATS[options.format](events));
    });
}

function choice(flags: string, about: string, choices: readonly string[], usual: string): Option {
  return new Option(flags, about).choices(choices).default(usual);
}

/** Commander gives the arguments first, then the options, then the command. */
function argumentsOf(args: readonly unknown[]): [server: string | undefined, options: Options] {
  const [first, second] = args;
  return typeof first === 'string' ? [first, second as Options] : [undefined, first as Options];
}

function ask<T>(options: Options, server: string | undefined, path: string): Promise<T> {
  const whose = server === undefined ? '' : `/${encodeURIComponent(server)}`;
  return controlOf(options).call('GET', `/servers${whose}${path}`);
}

function write({ out }: Options, text: string): void {
  if (out === undefined) process.stdout.write(text);
  else writeText(out, text);
}
