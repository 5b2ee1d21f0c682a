/**
 * `pta-lab changes`: what an administrator can do in the lab, done and taken back in a running one
 * through its control URL.
 */
import type { Command } from 'commander';
import type { AppliedChange } from '../lab/changes/change.ts';
import { CHANGES } from '../lab/changes/index.ts';
import type { Finding } from '../lab/inspect-estate.ts';
import { LabError } from '../runtime/lab-error.ts';
import {
  describeChange,
  renderApplied,
  renderChanges,
  renderFindings,
} from './changes/render-changes.ts';
import { addControlOptions, type ControlOptions, controlOf, print } from './lab-control.ts';
import { type Asked, addAskedOptions, findAsked, readAsked } from './read-asked.ts';

interface Options extends Asked, ControlOptions {
  json?: boolean;
}

const EXAMPLES = `
A change is what an administrator does on purpose; what it breaks, it breaks by itself. Examples,
in the folder of "pta-lab up", or with PTA_LAB_CONTROL set to the control URL that it prints:

  pta-lab changes ls                                        what there is
  pta-lab changes apply switch-sign-in-method               PTA to password hashes, on the primary
  pta-lab changes apply switch-sign-in-method --with method=pta
  pta-lab changes apply reset-password --users healthy@contoso.example
  pta-lab changes apply uninstall-agent --agents agt-3
  pta-lab changes active                                    what is in force, with keys
  pta-lab changes undo uninstall-agent#1                    take one back
  pta-lab changes undo --all                                take all back, latest first
  pta-lab changes findings                                  what an inspection would find now
`;

export function register(program: Command): void {
  const changes = program
    .command('changes')
    .description('Changes: what administrators do, and how it is taken back')
    .addHelpText('after', EXAMPLES);
  const verb = (name: string, about: string) =>
    changes.command(name).description(about).option('--json', 'print JSON');
  const running = (name: string, about: string) => addControlOptions(verb(name, about));

  verb('ls', 'List the changes there are').action(({ json }: Options) => {
    print(json, Object.values(CHANGES).map(describeChange), renderChanges);
  });
  running('active', 'List the changes that are in force').action(async (options: Options) => {
    print(options.json, await controlOf(options).changes.list(), renderApplied);
  });
  addAskedOptions(running('apply <change>', 'Make a change'), 'method=phs').action(applyChange);
  running('undo [key]', 'Take a change back, by the key that "active" shows')
    .option('--all', 'take all back, latest first')
    .action((key: string | undefined, options: Options & { all?: boolean }) =>
      undoChange(key, options),
    );
  running('findings', 'What an inspection of the estate finds').action(async (options: Options) => {
    const found = await controlOf(options).call<readonly Finding[]>('GET', '/findings');
    print(options.json, found, renderFindings);
  });
}

async function applyChange(id: string, options: Options): Promise<void> {
  const { where, values } = readAsked('CHANGE', findAsked('CHANGE', CHANGES, id), options);
  const applied = await controlOf(options).changes.apply(id, where, values);
  print(options.json, applied, (change: AppliedChange) => renderApplied([change]));
}

async function undoChange(
  key: string | undefined,
  options: Options & { all?: boolean },
): Promise<void> {
  const { changes } = controlOf(options);
  if ((key === undefined) !== (options.all === true)) {
    const sentence =
      'undo: expected the key of a change, or --all; "changes active" shows the keys';
    throw new LabError('USAGE_CHANGE', sentence);
  }
  if (key === undefined) await changes.undoAll();
  else await changes.undo(key);
  print(options.json, { undone: key ?? 'all' }, ({ undone }) => `${undone}: taken back\n`);
}
