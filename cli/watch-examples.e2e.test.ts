/** The examples of docs/watch.md: each command line in them is one that `pta-lab` takes. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createDesk, type Desk } from './spawn-program.ts';

const FOLDER = path.join(import.meta.dirname, '..', 'docs', 'examples');
const read = (name: string) => readFileSync(path.join(FOLDER, name), 'utf8');

let desk: Desk;
beforeAll(() => {
  desk = createDesk();
  desk.write('probes.yaml', read('probes.yaml'));
});
afterAll(() => desk[Symbol.asyncDispose]());

/** What follows the program, with the file and the history of this test. */
function argumentsIn(commandLine: string): string[] {
  const [, after = ''] = commandLine.split('cli/pta-lab.mjs ');
  expect(after).toMatch(/^watch --config \S+/);
  return after
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/^\S*probes\.yaml$/, 'probes.yaml').replace(/^\S*\.db$/, 'h.db'));
}

function unitLines(name: string): string[] {
  return [...read(name).matchAll(/^Exec(?:Start|StartPre)=(.*)$/gm)].map(([, line = '']) => line);
}

function containerLine(name: string): string {
  const { spec } = parse(read(name));
  const pod = (spec.jobTemplate?.spec ?? spec).template.spec;
  const [{ command, args }] = pod.containers;
  // The image has a program of its own, and no such path in its working folder.
  expect(command).toBeUndefined();
  return `cli/pta-lab.mjs ${args.join(' ')}`;
}

function actionLine(): string {
  return parse(read('github-actions.yaml')).jobs.probe.steps[0].run;
}

function windowsLine(): string {
  const text = read('windows-task.xml');
  expect(XMLValidator.validate(text)).toBe(true);
  return new XMLParser().parse(text).Task.Actions.Exec.Arguments;
}

test('every command line of the examples is taken', async () => {
  const lines = [
    ...unitLines('pta-lab-watch.service'),
    ...unitLines('pta-lab-once.service'),
    ...['kubernetes-cronjob.yaml', 'kubernetes-deployment.yaml'].map(containerLine),
    ...[actionLine(), windowsLine()],
  ];
  expect(lines).toHaveLength(7);
  const asked = new Set(lines.map((line) => [...argumentsIn(line), '--check'].join(' ')));
  const take = async (words: string) => {
    const { code, stdout, stderr } = await desk.run(...words.split(' '));
    expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: '' });
    expect(stdout).toContain('probes.yaml is sound: contoso');
  };
  await Promise.all([...asked].map(take));
});

test('the systemd units are units, by systemd’s own word where it is there', () => {
  const names = ['pta-lab-watch.service', 'pta-lab-once.service', 'pta-lab-once.timer'];
  for (const name of names) {
    expect(read(name)).toMatch(/^\[Unit\]\n(.|\n)*^\[(Service|Timer)\]\n/m);
    // Where Node lies differs; systemd looks whether it is there.
    const text = read(name).replaceAll('/usr/bin/node', process.execPath);
    writeFileSync(path.join(desk.folder, name), text);
  }
  const files = names.map((name) => path.join(desk.folder, name));
  const { status, stderr, error } = spawnSync('systemd-analyze', ['verify', ...files], {
    encoding: 'utf8',
  });
  if (error === undefined) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
