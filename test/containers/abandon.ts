/**
 * For `sweep.container.test.ts`: makes a container, a network and a volume with this process's
 * marks, says so, and waits to be killed. Not a test.
 */
import { spawnSync } from 'node:child_process';
import { ownLabels, ownProject } from './run.ts';

const [image = ''] = process.argv.slice(2);
const labels = Object.entries(ownLabels()).map(([name, value]) => `--label=${name}=${value}`);
const project = `--label=com.docker.compose.project=${ownProject('left')}`;

const made = [
  ['run', '--detach', ...labels, '--entrypoint', 'sleep', image, '600'],
  ['network', 'create', project, `pl-run-left-${process.pid}`],
  ['volume', 'create', project, `pl-run-left-${process.pid}`],
].map((args) => spawnSync('docker', args, { encoding: 'utf8' }).stdout.trim());
process.stdout.write(`${JSON.stringify(made)}\n`);
setInterval(() => {}, 60_000);
